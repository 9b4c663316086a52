import type { Session } from '../session';

/** Runs of each kind; the median counts. */
export const RUNS = 3;

export interface Timing {
  /** Tokens of the text, and milliseconds that reading them takes. */
  readonly tokens: number;
  readonly prefill: number;
  /** Tokens of the text with the step's own, and milliseconds of the step: with the cache, and running all again. */
  readonly seen: number;
  readonly with: number;
  readonly without: number;
}

/**
 * Times a prefill and a step with the loaded model, in its worker. `text` is read first; `before` is what the step
 * follows, and each of `ends` a token that the step may be about: a step whose outcome is known already would cost
 * nothing, so each run takes another.
 * @throws EngineError, AbortError
 */
export async function timeSteps(
  { live }: Session,
  { text, before, ends }: { text: readonly number[]; before: readonly number[]; ends: readonly number[] },
  signal: AbortSignal,
): Promise<Timing> {
  const run = async (ids: readonly number[], reuse: boolean): Promise<{ tokens: number; milliseconds: number }> => {
    const { value, done } = await live.generate({ text: ids, maxTokens: 1, temperature: 0, reuse, signal }).next();
    return done ? { tokens: 0, milliseconds: NaN } : value.cost;
  };
  const times = { prefill: [] as number[], with: [] as number[], without: [] as number[] };
  const step = [...before, ends[0]!];
  for (let round = 0; round < RUNS; round++) {
    times.prefill.push((await run(text, false)).milliseconds);
    times.without.push((await run(step, false)).milliseconds);
  }
  for (const end of ends.slice(1)) {
    if (times.with.length === RUNS) break;
    const { tokens, milliseconds } = await run([...before, end], true);
    if (tokens === 1) times.with.push(milliseconds);
  }
  return {
    tokens: text.length,
    prefill: median(times.prefill),
    seen: step.length,
    with: median(times.with),
    without: median(times.without),
  };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
