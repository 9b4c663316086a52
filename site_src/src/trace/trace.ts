import type { Tensor } from '../core/types';
import type { CoreTensorName } from '../generated/schema';
import type { LayerTensors, Trace, TraceMeta } from './types';

/** What a trace is made of, stored or just computed. */
export interface TraceParts {
  readonly meta: TraceMeta;
  /** Core tensors; a live run may leave out what it was not asked for. */
  readonly tensors: Readonly<Partial<Record<CoreTensorName, Tensor>>>;
  /** Display string of each token id that occurs. */
  readonly strings: Readonly<Record<string, string>>;
  /** Blocks whose detail is already there. */
  readonly layers?: ReadonlyMap<number, LayerTensors>;
  /** Gets the detail of another block; left out where no more can be had. */
  readonly loadLayer?: (layer: number) => Promise<LayerTensors>;
}

/** A Trace over tensors in memory. The detail of a block is loaded once; a failed load may be tried again. */
export function createTrace({ meta, tensors, strings, layers, loadLayer }: TraceParts): Trace {
  const loaded = new Map(layers);
  const pending = new Map<number, Promise<LayerTensors>>();
  const { n_layer: count } = meta.model.config;

  const isBlock = (layer: number): boolean => Number.isInteger(layer) && layer >= 0 && layer < count;

  async function load(layer: number): Promise<LayerTensors> {
    if (!isBlock(layer)) throw new Error(`block ${layer} is none of 0 to ${count - 1}`);
    if (!loadLayer) throw new Error(`the detail of block ${layer} is not in this trace`);
    const detail = await loadLayer(layer);
    loaded.set(layer, detail);
    return detail;
  }

  return {
    meta,
    tensor(name) {
      const tensor = tensors[name];
      if (!tensor) throw new Error(`tensor ${name} is not in this trace`);
      return tensor;
    },
    hasLayer: (layer) => loaded.has(layer) || (loadLayer !== undefined && isBlock(layer)),
    loadedLayer: (layer) => loaded.get(layer) ?? null,
    layer(layer) {
      const detail = loaded.get(layer);
      if (detail) return Promise.resolve(detail);
      const promise = pending.get(layer) ?? load(layer).finally(() => pending.delete(layer));
      pending.set(layer, promise);
      return promise;
    },
    string: (id) => strings[id] ?? `#${id}`,
  };
}
