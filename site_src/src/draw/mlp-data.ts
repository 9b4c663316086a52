import { gelu } from '../core/gelu';
import type { View } from '../core/types';
import type { LayerWeightsTensors, Trace } from '../trace/types';
import { normalisedAt } from './layernorm-data';
import { sumOf, type Sum } from './products';

/** One neuron at one position, before and after GELU. */
export interface Neuron {
  readonly index: number;
  readonly before: number;
  readonly after: number;
}

/** Neurons that are listed, and products of the chosen one. */
export const STRONGEST = 10;
const LISTED = 6;

/** Every neuron of a block at a position; null where the block's detail is not loaded. */
export function neuronsAt(trace: Trace, { block, position }: View): Neuron[] | null {
  const tensor = trace.loadedLayer(block)?.mlp_pre;
  if (!tensor) return null;
  const { d_mlp } = trace.meta.model.config;
  return Array.from(tensor.data.subarray(position * d_mlp, (position + 1) * d_mlp), (before, index) => ({
    index,
    before,
    after: gelu(before),
  }));
}

/** The largest after GELU, the largest first. */
export const strongestOf = (neurons: readonly Neuron[]): Neuron[] =>
  [...neurons].sort((a, b) => b.after - a.after || a.index - b.index).slice(0, STRONGEST);

/** A token, and what a neuron adds to its logit straight to the end, compared with the average token. */
export interface Moved {
  readonly id: number;
  readonly logit: number;
  /** Of the weights alone: what it adds when both mlp_post and ln_final_scale are 1; and that of the average token. */
  readonly each: number;
  readonly mean: number;
}

/** Where a neuron's number comes from, and what it does. */
export interface WorkedNeuron {
  readonly size: number;
  readonly sum: Sum;
  /** What ln_f divides by. */
  readonly scale: number;
  readonly raises: readonly Moved[];
  readonly lowers: readonly Moved[];
}

/** The tokens whose logit a neuron raises most, as it is written: null where its weights are not stored. */
export function towards(trace: Trace, block: number, index: number): readonly number[] | null {
  const weights = trace.loadedLayerWeights(block);
  const row = weights ? rowOf(weights, index) : -1;
  return row < 0 ? null : idsOf(weights!, 'towards_ids', row);
}

/** Null where the detail, or the weights of this neuron, are not loaded. */
export function workedNeuron(trace: Trace, view: View, neuron: Neuron): WorkedNeuron | null {
  const weights = trace.loadedLayerWeights(view.block);
  const found = normalisedAt(trace, 'ln_2', view.block, view.position);
  const row = weights ? rowOf(weights, neuron.index) : -1;
  if (row < 0 || !weights || !found?.learned) return null;
  const { d_model } = trace.meta.model.config;
  const column = weights.W_in.data.subarray(row * d_model, (row + 1) * d_model);
  // The contract: times mlp_post / ln_final_scale it is what the neuron adds to the logit.
  const scale = trace.tensor('ln_final_scale').data[view.position] ?? NaN;
  const strength = neuron.after / scale;
  // A push that all tokens get alike changes no probability: it is taken out.
  const mean = weights.mean_logit.data[row] ?? NaN;
  const moved = (ids: 'towards_ids' | 'against_ids', logits: 'towards_logits' | 'against_logits'): Moved[] => {
    const width = weights[logits].shape[1] ?? 0;
    return idsOf(weights, ids, row).map((id, i) => {
      const each = weights[logits].data[row * width + i]!;
      return { id, logit: strength * (each - mean), each, mean };
    });
  };
  const [up, down] = [moved('towards_ids', 'towards_logits'), moved('against_ids', 'against_logits')];
  return {
    size: d_model,
    scale,
    sum: sumOf(found.learned.after, column, weights.b_in.data[row] ?? NaN, LISTED),
    // Below zero, as GELU leaves a few, a neuron pushes the other way.
    raises: strength >= 0 ? up : down,
    lowers: strength >= 0 ? down : up,
  };
}

const rowOf = (weights: LayerWeightsTensors, index: number): number =>
  Array.from(weights.neuron_ids.data).indexOf(index);

function idsOf(weights: LayerWeightsTensors, name: 'towards_ids' | 'against_ids', row: number): number[] {
  const width = weights[name].shape[1] ?? 0;
  return Array.from(weights[name].data.subarray(row * width, (row + 1) * width));
}
