import type { ErrorCode } from '../engine';
import type { View } from '../core/types';
import type { Trace } from '../trace/types';

/** What the reader has chosen so far. What is left out is up to each figure's own specification. */
export type Choices = Partial<View>;

/** The run of the reader's own text. */
export type RunState =
  { readonly name: 'idle' } | { readonly name: 'running' } | { readonly name: 'failed'; readonly code: ErrorCode };

/** Everything that the figures of one page share. Replaced as a whole, never changed in place. */
export interface SessionState {
  /** Example that the reader chose; null: each figure shows the one it was written for. */
  readonly prompt: string | null;
  /** The reader's own text; null: an example is shown. */
  readonly text: string | null;
  /** The live trace of the newest own text that could be run; null: precomputed traces are shown. */
  readonly trace: Trace | null;
  readonly run: RunState;
  readonly choices: Choices;
}

export const initialState: SessionState = { prompt: null, text: null, trace: null, run: { name: 'idle' }, choices: {} };

export function without(choices: Choices, names: readonly (keyof View)[]): Choices {
  return Object.fromEntries(Object.entries(choices).filter(([name]) => !names.includes(name as keyof View)));
}
