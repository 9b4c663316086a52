import type { Engine } from './types';

/** Tokens of the text that is read in one go. */
export const PREFILL = 32;
/** Lengths of text after which writing is timed. */
export const CONTEXTS = [16, 32, 64] as const;
/** Tokens written at each of them. */
const WRITTEN = 8;

/** Milliseconds. */
export interface Speed {
  /** For all of PREFILL tokens, and the first token after them. */
  readonly prefill: number;
  /** For one token, after each of CONTEXTS. */
  readonly decode: readonly number[];
}

export interface SpeedOptions {
  /** Ids that exist. */
  readonly vocabulary: number;
  readonly rounds: number;
  readonly signal?: AbortSignal | undefined;
  readonly onRound?: ((done: number) => void) | undefined;
}

/** How fast the loaded model runs: the median of some rounds, each on texts of its own, so that nothing is known yet. */
export async function measureSpeed(
  engine: Pick<Engine, 'generate'>,
  { vocabulary, rounds, signal, onRound }: SpeedOptions,
): Promise<Speed> {
  const text = (length: number): number[] => Array.from({ length }, () => Math.floor(Math.random() * vocabulary));
  const tokens = (length: number, maxTokens: number) =>
    engine.generate({ text: text(length), maxTokens, temperature: 0, candidates: 1, signal });
  const runs: Speed[] = [];
  for (let round = 0; round <= rounds; round++) {
    const reading = tokens(PREFILL, 1);
    const prefill = await timed(() => reading.next());
    const decode: number[] = [];
    for (const context of CONTEXTS) {
      const writing = tokens(context, WRITTEN + 1);
      await writing.next(); // reads the text
      const times: number[] = [];
      for (let token = 0; token < WRITTEN; token++) times.push(await timed(() => writing.next()));
      decode.push(median(times));
    }
    if (round > 0) runs.push({ prefill, decode }); // the first round warms up
    if (round > 0) onRound?.(round);
  }
  return {
    prefill: median(runs.map((run) => run.prefill)),
    decode: CONTEXTS.map((_, i) => median(runs.map((run) => run.decode[i]!))),
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
