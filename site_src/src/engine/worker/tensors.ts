import type { ModelConfig, Tensor } from '../../core/types';
import { FIELDS, LENS_TOP, LENS_TRACKED, POSITION_TOP, TOP, type DType, type Dim } from '../../generated/schema';
import type { LayerTensors } from '../../trace/types';

/** Length of every dimension of the levels that a run gives, for a text of `tokens` tokens. */
function dimensionSizes(config: ModelConfig, tokens: number): Partial<Record<Dim, number>> {
  const atMost = (count: number): number => Math.min(count, config.d_vocab);
  return {
    layer: config.n_layer,
    lens_layer: config.n_layer + 1,
    head: config.n_head,
    token: tokens,
    next: tokens - 1,
    query: tokens,
    key: tokens,
    d_model: config.d_model,
    d_head: config.d_head,
    d_mlp: config.d_mlp,
    vocab: config.d_vocab,
    top: atMost(TOP),
    position_top: atMost(POSITION_TOP),
    lens_top: atMost(LENS_TOP),
    tracked: atMost(LENS_TRACKED),
  };
}

/** Name, dimensions and lengths of a level's tensors, without the dimensions in `leftOut`. */
export function tensorShapes(
  level: 'core' | 'detail',
  config: ModelConfig,
  tokens: number,
  leftOut: readonly Dim[] = [],
): (Omit<Tensor, 'data'> & { readonly dtype: DType })[] {
  const sizes = dimensionSizes(config, tokens);
  return FIELDS.filter((field) => field.level === level).map(({ name, dims: all, dtype }) => {
    const dims = all.filter((dim) => !leftOut.includes(dim));
    return { name, dtype, dims, shape: dims.map((dim) => sizes[dim]!) };
  });
}

/** The core level's tensors, all zero. */
export function blankCore(config: ModelConfig, tokens: number): Map<string, Tensor> {
  return new Map(
    tensorShapes('core', config, tokens).map(({ dtype, ...tensor }) => {
      const length = tensor.shape.reduce((product, size) => product * size, 1);
      return [tensor.name, { ...tensor, data: dtype === 'int32' ? new Int32Array(length) : new Float32Array(length) }];
    }),
  );
}

/** Copies what belongs to the first `tokens` tokens, whose places differ where the texts differ in length. */
export function copyStart(from: Tensor, to: Tensor, tokens: number): void {
  const counts = from.dims.map((dim, axis) => {
    const ofText = dim === 'token' || dim === 'next' || dim === 'query' || dim === 'key';
    return Math.min(ofText ? tokens : Infinity, from.shape[axis]!, to.shape[axis]!);
  });
  const copy = (axis: number, source: number, target: number): void => {
    const count = counts[axis]!;
    if (axis === counts.length - 1)
      return to.data.set(
        from.data.subarray(source * from.shape[axis]!, source * from.shape[axis]! + count),
        target * to.shape[axis]!,
      );
    for (let i = 0; i < count; i++) copy(axis + 1, source * from.shape[axis]! + i, target * to.shape[axis]! + i);
  };
  copy(0, 0, 0);
}

/** The detail tensors of one block, out of the taps of a step that ran the whole text. */
export function detailOf(
  taps: ReadonlyMap<string, Float32Array>,
  layer: number,
  config: ModelConfig,
  tokens: number,
): LayerTensors {
  const tensors = tensorShapes('detail', config, tokens, ['layer']).map(({ name, dims, shape }) => {
    const data = taps.get(`${name}.${layer}`)!;
    return [name, { name, dims, shape, data }];
  });
  return Object.fromEntries(tensors) as LayerTensors;
}

/** Graph outputs that the detail tensors of a block are. */
export function detailTaps(layer: number): string[] {
  return FIELDS.filter((field) => field.level === 'detail').map(({ name }) => `${name}.${layer}`);
}
