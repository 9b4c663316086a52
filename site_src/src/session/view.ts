import type { View } from '../core/types';
import type { Trace } from '../trace/types';
import { without, type Choices } from './state';

/**
 * The settings of one figure's view: the reader's choices over the figure's own specification, kept inside the trace's
 * size. What neither sets is left out. A specification's position and key are meant for its own prompt, so they are left
 * out where another text is shown.
 */
export function viewFor(trace: Trace, own: { prompt: string; spec: Choices }, choices: Choices): Choices {
  const spec = trace.meta.prompt === own.prompt ? own.spec : without(own.spec, ['position', 'key']);
  // A position that the reader chose has nothing to do with the key that the figure was written for.
  const wanted = { ...(choices.position === undefined ? spec : without(spec, ['key'])), ...choices };
  return { ...wanted, ...inside(wanted, trace) };
}

function inside(wanted: Choices, trace: Trace): Choices {
  const { n_layer: block, n_head: head, d_vocab: topK } = trace.meta.model.config;
  const size = trace.meta.tokens.length;
  const largest: Choices = { block: block - 1, head: head - 1, position: size - 1, key: size - 1, topK };
  const kept = Object.entries(largest).map(([name, limit]): [string, unknown] => {
    const value = wanted[name as keyof View];
    return [name, typeof value === 'number' ? Math.min(value, limit!) : value];
  });
  return Object.fromEntries(kept.filter(([, value]) => value !== undefined));
}
