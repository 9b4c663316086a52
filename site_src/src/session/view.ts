import type { View } from '../core/types';
import type { Trace } from '../trace/types';
import { without, type Choices } from './state';

const within = (value: number, size: number): number => Math.max(0, Math.min(value, size - 1));

/**
 * The view of one figure: the reader's choices over the figure's own specification, kept inside the trace's size.
 * Without a position the last token is looked at. A specification's position and key are meant for its own prompt, so
 * they are left out where another text is shown.
 */
export function viewOf(trace: Trace, own: { prompt: string; spec: Choices }, choices: Choices): View {
  const { model, tokens, prompt } = trace.meta;
  const spec = prompt === own.prompt ? own.spec : without(own.spec, ['position', 'key']);
  const wanted = { ...spec, ...choices };
  // A position that the reader chose has nothing to do with the key that the figure was written for.
  const key = (choices.position === undefined ? wanted.key : choices.key) ?? null;
  const topK = wanted.topK ?? null;
  const position = within(wanted.position ?? tokens.length - 1, tokens.length);
  return {
    block: within(wanted.block ?? 0, model.config.n_layer),
    head: within(wanted.head ?? 0, model.config.n_head),
    position,
    key: key === null ? null : within(key, position + 1),
    temperature: wanted.temperature ?? 1,
    topK: topK === null ? null : Math.min(topK, model.config.d_vocab),
    topP: wanted.topP ?? null,
  };
}
