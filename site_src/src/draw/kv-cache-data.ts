import type { WrittenToken } from '../core/generation';
import type { ModelConfig } from '../core/types';
import type { Trace } from '../trace/types';

const BYTES = 4; // of a float32

/** One run of the model: the prefill (number 0), or a decode step. */
export interface CacheStep {
  readonly number: number;
  /** The token that is new in a decode step; null in the prefill. */
  readonly token: WrittenToken | null;
  /** The token that is drawn from what the step gives; null where none was written. */
  readonly gives: WrittenToken | null;
  /** Tokens of the text after which the step's list stands, the new one included. */
  readonly seen: number;
  /** Of these, tokens whose keys and values are computed in the step, with the cache. */
  readonly fresh: number;
}

/** The prefill, then a step for each token that was written: the last one is not read, unless another follows it. */
export function stepsOf(trace: Trace, line: readonly WrittenToken[]): CacheStep[] {
  const text = trace.meta.tokens.length;
  const prefill = { number: 0, token: null, gives: line[0] ?? null, seen: text, fresh: text };
  const decode = line.map((token, place): CacheStep => {
    return { number: place + 1, token, gives: line[place + 1] ?? null, seen: text + place + 1, fresh: 1 };
  });
  return [prefill, ...decode];
}

/**
 * Multiplications with an addition, as the graph does them: in each block four products of d_model² (q, k, v and W_O), the
 * MLP's two, and for each token scores and weighted values over all that there are, masked ones too; then one unembedding.
 */
export function multiplyAdds({ n_layer, d_model, d_mlp, d_vocab }: ModelConfig, fresh: number, seen: number): number {
  const ofToken = 4 * d_model ** 2 + 2 * d_model * d_mlp + 2 * d_model * seen;
  return fresh * n_layer * ofToken + unembedding({ d_model, d_vocab });
}

export const unembedding = ({ d_model, d_vocab }: Pick<ModelConfig, 'd_model' | 'd_vocab'>): number =>
  d_model * d_vocab;

/** A key and a value of d_model numbers for each token in each block. */
export const cacheBytes = ({ n_layer, d_model }: ModelConfig, seen: number): number =>
  seen * n_layer * 2 * d_model * BYTES;
