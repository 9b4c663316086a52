import type { View } from '../core/types';
import type { Trace } from '../trace/types';
import { normalisedAt } from './layernorm-data';
import { sumOf, type Sum } from './products';

export const VECTORS = ['q', 'k', 'v'] as const;
export type VectorName = (typeof VECTORS)[number];
const MATRICES = { q: 'W_Q', k: 'W_K', v: 'W_V' } as const;
export const BIASES = { q: 'b_Q', k: 'b_K', v: 'b_V' } as const;
const NUMBERS = { q: 'q_dim', k: 'k_dim', v: 'v_dim' } as const;

/** Products that are listed by themselves. */
const LISTED = 8;

export const matrixOf = (name: VectorName): (typeof MATRICES)[VectorName] => MATRICES[name];

/** A head's query, key or value at a position; null where the block's detail is not loaded. */
export function vectorAt(trace: Trace, { block, head, position }: View, name: VectorName): ArrayLike<number> | null {
  const tensor = trace.loadedLayer(block)?.[name];
  if (!tensor) return null;
  const { d_head } = trace.meta.model.config;
  const start = (head * trace.meta.tokens.length + position) * d_head;
  return tensor.data.subarray(start, start + d_head);
}

/** One number of the vector as the products that it is; `dim` is its place in the vector. */
export interface Worked {
  readonly dim: number;
  readonly sum: Sum;
  readonly x: ArrayLike<number>;
}

/** Null where the detail or the weights are not loaded. The number is the one whose column is stored. */
export function workedAt(trace: Trace, view: View, name: VectorName): Worked | null {
  const { block, head, position } = view;
  const [found, weights] = [normalisedAt(trace, 'ln_1', block, position), trace.loadedLayerWeights(block)];
  if (!found?.learned || !weights) return null;
  const { d_model } = trace.meta.model.config;
  const column = weights[MATRICES[name]].data.subarray(head * d_model, (head + 1) * d_model);
  const x = found.learned.after;
  const sum = sumOf(x, column, weights[BIASES[name]].data[head] ?? NaN, LISTED);
  return { dim: weights[NUMBERS[name]].data[head] ?? -1, sum, x };
}
