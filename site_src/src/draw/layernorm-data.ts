import type { LayerTensors, LayerWeightsTensors, Trace, WeightsTensors } from '../trace/types';

export const NORMS = ['ln_1', 'ln_2', 'ln_f'] as const;
export type Norm = (typeof NORMS)[number];

/** One LayerNorm at one position, step by step. */
export interface Normalised {
  readonly before: Float64Array;
  readonly mean: number;
  readonly variance: number;
  /** √(variance + ε), as the model divided by it. */
  readonly scale: number;
  /** (before − mean) ÷ scale. */
  readonly normal: Float64Array;
  /** What it is multiplied by, what is added, and the result; null where these weights are not loaded. */
  readonly learned: {
    readonly gain: ArrayLike<number>;
    readonly bias: ArrayLike<number>;
    readonly after: Float64Array;
  } | null;
}

/** The block whose detail holds what the LayerNorm reads: ln_f reads what the last block leaves. */
export function blockOf(trace: Trace, which: Norm, block: number): number {
  return which === 'ln_f' ? trace.meta.model.config.n_layer - 1 : block;
}

/** Null where the block's detail is not loaded. */
export function normalisedAt(trace: Trace, which: Norm, block: number, position: number): Normalised | null {
  const detail = trace.loadedLayer(blockOf(trace, which, block));
  if (!detail) return null;
  const before = inputOf(detail, which, position, trace.meta.model.config.d_model);
  const mean = meanOf(before);
  const variance = meanOf(before.map((value) => (value - mean) ** 2));
  const scale = scaleTensor(trace, detail, which).data[position] ?? NaN;
  const normal = before.map((value) => (value - mean) / scale);
  return { before, mean, variance, scale, normal, learned: learnedOf(trace, which, block, normal) };
}

/** The stream where the LayerNorm reads it: resid_pre, resid_mid = resid_pre + attn_out, or what both parts leave. */
function inputOf(detail: LayerTensors, which: Norm, position: number, size: number): Float64Array {
  const names = { ln_1: ['resid_pre'], ln_2: ['resid_pre', 'attn_out'], ln_f: ['resid_pre', 'attn_out', 'mlp_out'] };
  const parts = (names[which] as ('resid_pre' | 'attn_out' | 'mlp_out')[]).map((name) => detail[name].data);
  return Float64Array.from({ length: size }, (_, i) =>
    parts.reduce((sum, data) => sum + (data[position * size + i] ?? NaN), 0),
  );
}

function scaleTensor(trace: Trace, detail: LayerTensors, which: Norm) {
  if (which === 'ln_f') return trace.tensor('ln_final_scale');
  return detail[which === 'ln_1' ? 'ln1_scale' : 'ln2_scale'];
}

function learnedOf(trace: Trace, which: Norm, block: number, normal: Float64Array): Normalised['learned'] {
  const loaded = which === 'ln_f' ? trace.loadedWeights() : trace.loadedLayerWeights(block);
  if (!loaded) return null;
  const tensors = loaded as Partial<WeightsTensors & LayerWeightsTensors>;
  const [gain, bias] = [tensors[`${which}_weight`]?.data, tensors[`${which}_bias`]?.data];
  if (!gain || !bias) return null;
  return { gain, bias, after: normal.map((value, i) => value * gain[i]! + bias[i]!) };
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** The number furthest from the mean: the first of equals. */
export function furthest({ normal }: Normalised): number {
  return normal.reduce((best, value, i) => (Math.abs(value) > Math.abs(normal[best]!) ? i : best), 0);
}
