import type { Trace, WeightsTensors } from '../trace/types';

/** The vectors that make the start of the stream at one position. */
export interface Embedded {
  readonly wte: ArrayLike<number>;
  readonly wpe: ArrayLike<number>;
  readonly sum: Float64Array;
}

/** Null where the weights of this text are not in memory. */
export function embeddedAt(trace: Trace, position: number): Embedded | null {
  const weights = trace.loadedWeights();
  if (!weights) return null;
  const row = (name: 'embed' | 'pos_embed'): ArrayLike<number> => rowOf(weights, name, position);
  const [wte, wpe] = [row('embed'), row('pos_embed')];
  return { wte, wpe, sum: Float64Array.from(wte, (value, i) => value + wpe[i]!) };
}

function rowOf(weights: WeightsTensors, name: 'embed' | 'pos_embed', position: number): ArrayLike<number> {
  const { data, shape } = weights[name];
  const size = shape[1] ?? 0;
  return data.subarray(position * size, (position + 1) * size);
}

export interface Neighbour {
  readonly id: number;
  readonly cosine: number;
}

/** The nearest tokens of the one at a position, nearest first. */
export function neighboursAt(weights: WeightsTensors, position: number): Neighbour[] {
  const width = weights.neighbour_ids.shape[1] ?? 0;
  return Array.from({ length: width }, (_, i) => ({
    id: weights.neighbour_ids.data[position * width + i] ?? -1,
    cosine: weights.neighbour_cosines.data[position * width + i] ?? NaN,
  }));
}
