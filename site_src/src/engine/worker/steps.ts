import { keyOf, type Switches } from '../interventions';
import { dispose, type KeyValues } from './key_values';
import { breathe } from './pacing';
import type { PrefixCache } from './prefix_cache';
import type { Session, StepResult, UnembedRow } from './session';

/** What a run needs of a session. */
export type Runner = Pick<Session, 'config' | 'run' | 'truncate'>;

/** Tokens of one step: short enough that a cancel is soon noticed. */
export const TOKENS_AT_ONCE = 64;

export interface Steps {
  readonly ids: readonly number[];
  readonly switches: Switches;
  readonly signal: AbortSignal;
  /** Tokens of one step. Ignored without the causal mask: there every token needs all others at once. */
  readonly tokens?: number;
  readonly taps?: readonly string[];
  /** Rows to unembed of a step of `count` tokens. */
  readonly rows: (count: number) => UnembedRow[];
  readonly use: (from: number, count: number, result: StepResult, rows: readonly UnembedRow[]) => void;
}

/** Where a run begins: after the first `length` tokens, whose keys and values are there. */
export interface Start {
  readonly length: number;
  readonly past: KeyValues | null;
  /** Whose they are: borrowed ones stay, others are disposed of as soon as they are used. */
  readonly borrowed: boolean;
}

export const FROM_NOTHING: Start = { length: 0, past: null, borrowed: false };

/** What the cache knows of the first tokens of `ids`, at most `most` of them. */
export async function startFrom(
  runner: Runner,
  cache: PrefixCache,
  switches: Switches,
  ids: readonly number[],
  most: number,
): Promise<Start> {
  const found = switches.causal === 1 ? cache.find(keyOf(switches), ids) : null;
  const length = Math.min(found?.length ?? 0, most);
  if (!found || length === 0) return FROM_NOTHING;
  const { past } = found.line;
  if (length === found.line.ids.length) return { length, past, borrowed: true };
  return { length, past: await runner.truncate(past, length), borrowed: false };
}

/**
 * Runs the rest of a text, each step continuing from the one before. Returns the keys and values of the whole text,
 * which then are the caller's. @throws AbortError, DeviceLost, what onnxruntime throws
 */
export async function runSteps(runner: Runner, start: Start, steps: Steps): Promise<KeyValues> {
  const { ids, switches, signal, taps = [], rows, use } = steps;
  const tokens = switches.causal === 1 ? (steps.tokens ?? TOKENS_AT_ONCE) : ids.length;
  let { past, borrowed } = start;
  try {
    for (let from = start.length; from < ids.length; from += tokens) {
      await breathe(signal);
      const part = ids.slice(from, from + tokens);
      const wanted = rows(part.length);
      const result: StepResult = await runner.run({ ids: part, past, rows: wanted, taps, switches, keep: true });
      if (!borrowed) dispose(past);
      past = result.past;
      borrowed = false;
      use(from, part.length, result, wanted);
    }
    return past ?? new Map();
  } catch (error) {
    if (!borrowed) dispose(past);
    throw error;
  }
}
