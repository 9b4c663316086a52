import type { Tensor } from '../core/types';
import type { CoreTensorName } from '../generated/schema';
import type {
  LayerTensors,
  LayerWeightsTensors,
  Precisions,
  Trace,
  TraceMeta,
  Training,
  WeightsTensors,
} from '../trace/types';
import { EngineError } from './errors';
import type { TraceAnswer } from './protocol';

/** A run in the reader's browser, as a Trace. Blocks that did not come with it are fetched by `fetchLayer`. */
export class LiveTrace implements Trace {
  readonly #loaded: Map<number, LayerTensors>;
  readonly #fetching = new Map<number, Promise<LayerTensors>>();

  constructor(
    readonly meta: TraceMeta,
    private readonly answer: TraceAnswer,
    private readonly fetchLayer: (layer: number) => Promise<LayerTensors>,
  ) {
    this.#loaded = new Map(answer.layers);
  }

  tensor(name: CoreTensorName): Tensor {
    const tensor = this.answer.core.get(name);
    if (!tensor) throw new EngineError('run-failed', `This live run left "${name}" out.`);
    return tensor;
  }

  hasLayer(layer: number): boolean {
    return Number.isInteger(layer) && layer >= 0 && layer < this.meta.model.config.n_layer;
  }

  loadedLayer(layer: number): LayerTensors | null {
    return this.#loaded.get(layer) ?? null;
  }

  async layer(layer: number): Promise<LayerTensors> {
    const loaded = this.#loaded.get(layer);
    if (loaded) return loaded;
    if (!this.hasLayer(layer)) {
      const { n_layer } = this.meta.model.config;
      throw new RangeError(`This model has no block ${layer}, only 0 to ${n_layer - 1}.`);
    }
    const fetching = this.#fetching.get(layer) ?? this.fetchLayer(layer);
    this.#fetching.set(layer, fetching);
    try {
      const tensors = await fetching;
      this.#loaded.set(layer, tensors);
      return tensors;
    } finally {
      this.#fetching.delete(layer);
    }
  }

  // The worked examples' weights are those of stored traces.
  hasWeights(): boolean {
    return false;
  }

  loadedWeights(): WeightsTensors | null {
    return null;
  }

  weights(): Promise<WeightsTensors> {
    return Promise.reject(new EngineError('run-failed', 'This live run does not read the weights.'));
  }

  loadedLayerWeights(): LayerWeightsTensors | null {
    return null;
  }

  layerWeights(): Promise<LayerWeightsTensors> {
    return Promise.reject(new EngineError('run-failed', 'This live run does not read the weights.'));
  }

  hasPrecisions(): boolean {
    return false;
  }

  loadedPrecisions(): Precisions | null {
    return null;
  }

  precisions(): Promise<Precisions> {
    return Promise.reject(new EngineError('run-failed', 'A live run has one precision.'));
  }

  hasTraining(): boolean {
    return false;
  }

  loadedTraining(): Training | null {
    return null;
  }

  training(): Promise<Training> {
    return Promise.reject(new EngineError('run-failed', 'Training followed other texts.'));
  }

  string(id: number): string {
    return this.answer.strings.get(id) ?? `#${id}`;
  }
}
