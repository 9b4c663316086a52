import { message, type MessageKey } from '../core/messages';
import type { Locale } from '../core/types';
import { FIELDS } from '../generated/schema';
import type { Trace } from '../trace/types';
import type { NumberSource } from './number';

/**
 * Where the numbers of a formula come from, a line for each place: the tokenizer; the run and the weights, with their
 * precision.
 */
export function sourcesOf(trace: Trace, from: readonly NumberSource[], locale: Locale): string[] {
  const { source, variant, model } = trace.meta;
  const known = (['bytes', 'merges'] as const).filter((name) => from.includes(name));
  const places = ['trace', 'weights'] as const;
  const tensors = places.flatMap((place) => {
    const fields = fieldsOf(from).filter((field) => placeOf(field) === place);
    const names = fields.map(({ name, dtype }) => `${name} (${dtype})`);
    const key: MessageKey = `number.${place}.${source}`;
    return names.length ? [message(locale, key, { names: names.join(', '), variant, model: model.name })] : [];
  });
  return [...known.map((name) => message(locale, `number.${name}`)), ...tensors];
}

const fieldsOf = (from: readonly NumberSource[]): (typeof FIELDS)[number][] =>
  from.flatMap((name) => FIELDS.find((field) => field.name === name) ?? []);

const placeOf = ({ level }: (typeof FIELDS)[number]): 'trace' | 'weights' =>
  level === 'weights' || level === 'layer_weights' ? 'weights' : 'trace';
