import type { View } from '../core/types';
import type { Trace } from '../trace/types';

/**
 * An author's settings as a full view of one trace: the last token, block 0, head 0, the model's own probabilities where
 * nothing else is said. Throws a RangeError naming the field, its value and what is allowed.
 */
export function completeView(trace: Trace, settings: Partial<View>): View {
  const { config } = trace.meta.model;
  const size = trace.meta.tokens.length;
  const temperature = settings.temperature ?? 1;
  if (!(temperature >= 0)) throw new RangeError(`temperature ${temperature}: expected a number from 0`);
  return {
    block: index('block', settings.block ?? 0, config.n_layer),
    head: index('head', settings.head ?? 0, config.n_head),
    position: index('position', settings.position ?? size - 1, size),
    key: typeof settings.key === 'number' ? index('key', settings.key, size) : null,
    temperature,
    topK: settings.topK ?? null,
    topP: settings.topP ?? null,
  };
}

function index(field: string, value: number, size: number): number {
  if (Number.isInteger(value) && value >= 0 && value < size) return value;
  throw new RangeError(`${field} ${value}: expected a whole number from 0 to ${size - 1}`);
}
