import { toHalf, widenHalf } from '../trace/half';
import type { View } from '../core/types';
import type { Trace } from '../trace/types';

/** How many bits a reader can choose. */
export const BITS = [8, 4, 3, 2] as const;
/** Weights that share one scale. */
export const GROUP = 32;
/** Factors on the scale that just fits, of which the one with the least squared error is taken. */
const SEARCH = Array.from({ length: 16 }, (_, i) => 0.8 + i * 0.02);

export interface Rounded {
  /** Between two marks; negative where the largest weight is positive, so that no mark is wasted. */
  readonly scale: number;
  /** The mark of each weight. */
  readonly marks: readonly number[];
}

/** Rounds weights that share one scale as build/glassformer/quantize.py does, each to its nearest mark. */
export function rounded(weights: readonly number[], bits: number): Rounded {
  const half = 2 ** (bits - 1);
  const largest = weights.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
  if (bits === 8) return marked(weights, inHalf(Math.abs(largest) / 127), half);
  const scales = [1, ...SEARCH].map((factor) => inHalf((largest / -half) * factor));
  const all = scales.map((scale) => marked(weights, scale, half));
  const errors = all.map((one) => squaredError(weights, one));
  return all[errors.indexOf(Math.min(...errors))]!;
}

export const readAs = ({ scale, marks }: Rounded): number[] => marks.map((mark) => mark * scale);

const inHalf = (value: number): number => widenHalf(Uint16Array.of(toHalf(value)))[0]!;

function marked(weights: readonly number[], scale: number, half: number): Rounded {
  const marks = weights.map((weight) => Math.max(-half, Math.min(half - 1, Math.round(weight / (scale || 1)))));
  return { scale, marks };
}

const squaredError = (weights: readonly number[], one: Rounded): number =>
  readAs(one).reduce((sum, value, i) => sum + (value - weights[i]!) ** 2, 0);

/** A column of W_Q that is stored with a text, and which number of the query it makes; null where it is not loaded. */
export function columnOf(trace: Trace, { block, head }: View): { dim: number; weights: number[] } | null {
  const found = trace.loadedLayerWeights(block);
  if (!found) return null;
  const { d_model: size } = trace.meta.model.config;
  return {
    dim: found.q_dim.data[head] ?? -1,
    weights: [...found.W_Q.data.slice(head * size, (head + 1) * size)],
  };
}
