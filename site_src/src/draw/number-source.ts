import { message, type MessageKey } from '../core/messages';
import type { Locale } from '../core/types';
import { FIELDS } from '../generated/schema';
import type { Trace } from '../trace/types';
import type { TensorName } from './number';

/** Where the numbers of a formula come from, a line for each place: the run and the weights, with their precision. */
export function sourcesOf(trace: Trace, from: readonly TensorName[], locale: Locale): string[] {
  const { source, variant, model } = trace.meta;
  const places = ['trace', 'weights'] as const;
  return places.flatMap((place) => {
    const fields = from.map((name) => FIELDS.find((field) => field.name === name)!).filter((f) => placeOf(f) === place);
    const names = fields.map(({ name, dtype }) => `${name} (${dtype})`);
    const key: MessageKey = `number.${place}.${source}`;
    return names.length ? [message(locale, key, { names: names.join(', '), variant, model: model.name })] : [];
  });
}

const placeOf = ({ level }: (typeof FIELDS)[number]): 'trace' | 'weights' =>
  level === 'weights' || level === 'layer_weights' ? 'weights' : 'trace';
