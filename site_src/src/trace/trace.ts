import type { WrittenToken } from '../core/generation';
import type { Tensor } from '../core/types';
import type { CoreTensorName } from '../generated/schema';
import { Once } from './once';
import type {
  Ablations,
  LayerTensors,
  LayerWeightsTensors,
  Precisions,
  Trace,
  TraceMeta,
  Training,
  WeightsTensors,
} from './types';

type Strings = Readonly<Record<string, string>>;

/** What was loaded, and how the tokens in it are shown. */
export interface Named<T> {
  readonly value: T;
  readonly strings: Strings;
}

/** What a trace is made of, stored or just computed. */
export interface TraceParts {
  readonly meta: TraceMeta;
  /** Core tensors; a live run may leave out what it was not asked for. */
  readonly tensors: Readonly<Partial<Record<CoreTensorName, Tensor>>>;
  /** Display string of each token id that occurs. */
  readonly strings: Strings;
  /** Blocks whose detail is already there. */
  readonly layers?: ReadonlyMap<number, LayerTensors>;
  /** Gets the detail of another block; left out where no more can be had. */
  readonly loadLayer?: (layer: number) => Promise<LayerTensors>;
  /** Gets the lens_* tensors where `tensors` lacks them. */
  readonly loadLens?: () => Promise<Named<Readonly<Partial<Record<CoreTensorName, Tensor>>>>>;
  /** Both get weights of the worked examples; left out where there are none. */
  readonly loadWeights?: () => Promise<Named<WeightsTensors>>;
  readonly loadLayerWeights?: (layer: number) => Promise<Named<LayerWeightsTensors>>;
  readonly loadPrecisions?: (() => Promise<Named<Precisions>>) | undefined;
  readonly loadAblations?: (() => Promise<Named<Ablations>>) | undefined;
  readonly loadContinuation?: (() => Promise<Named<readonly WrittenToken[]>>) | undefined;
  readonly loadTraining?: (() => Promise<Named<Training>>) | undefined;
}

const WHOLE = 0;

/** A Trace over tensors in memory. What is fetched later is loaded once; a failed load may be tried again. */
export function createTrace(parts: TraceParts): Trace {
  const { meta, loadLayer, loadLens, loadWeights, loadLayerWeights } = parts;
  const { loadPrecisions, loadAblations, loadContinuation, loadTraining } = parts;
  const tensors = { ...parts.tensors };
  const strings: Record<string, string> = { ...parts.strings };
  const { n_layer: count } = meta.model.config;

  const isBlock = (layer: number): boolean => Number.isInteger(layer) && layer >= 0 && layer < count;

  function load<T>(what: string, layer: number, get?: (layer: number) => Promise<T>): Promise<T> {
    if (!isBlock(layer)) return Promise.reject(new Error(`block ${layer} is none of 0 to ${count - 1}`));
    return get?.(layer) ?? Promise.reject(new Error(`${what} not in this trace`));
  }

  async function named<T>(loading: Promise<Named<T>>): Promise<T> {
    const loaded = await loading;
    Object.assign(strings, loaded.strings);
    return loaded.value;
  }

  const layers = new Once((layer) => load(`the detail of block ${layer} is`, layer, loadLayer), parts.layers);
  const lens = new Once(async () => {
    if (!tensors.lens_top_ids) Object.assign(tensors, await named(load('the logit lens is', WHOLE, loadLens)));
  });
  const weights = new Once((whole) => named(load('the weights are', whole, loadWeights)));
  const layerWeights = new Once((layer) => named(load(`the weights of block ${layer} are`, layer, loadLayerWeights)));
  const precisions = new Once((whole) => named(load('other precisions are', whole, loadPrecisions)));
  const ablations = new Once((whole) => named(load('ablations are', whole, loadAblations)));
  const continuation = new Once((whole) => named(load('a continuation is', whole, loadContinuation)));
  const training = new Once((whole) => named(load('the training is', whole, loadTraining)));

  return {
    meta,
    tensor(name) {
      const tensor = tensors[name];
      if (!tensor) throw new Error(`tensor ${name} is not in this trace`);
      return tensor;
    },
    hasLayer: (layer) => layers.loaded(layer) !== null || (loadLayer !== undefined && isBlock(layer)),
    loadedLayer: (layer) => layers.loaded(layer),
    layer: (layer) => layers.get(layer),
    lens: () => lens.get(WHOLE),
    hasWeights: () => loadWeights !== undefined && loadLayerWeights !== undefined,
    loadedWeights: () => weights.loaded(WHOLE),
    weights: () => weights.get(WHOLE),
    loadedLayerWeights: (layer) => layerWeights.loaded(layer),
    layerWeights: (layer) => layerWeights.get(layer),
    hasPrecisions: () => loadPrecisions !== undefined,
    loadedPrecisions: () => precisions.loaded(WHOLE),
    precisions: () => precisions.get(WHOLE),
    hasAblations: () => loadAblations !== undefined,
    loadedAblations: () => ablations.loaded(WHOLE),
    ablations: () => ablations.get(WHOLE),
    hasContinuation: () => loadContinuation !== undefined,
    loadedContinuation: () => continuation.loaded(WHOLE),
    continuation: () => continuation.get(WHOLE),
    hasTraining: () => loadTraining !== undefined,
    loadedTraining: () => training.loaded(WHOLE),
    training: () => training.get(WHOLE),
    string: (id) => strings[id] ?? `#${id}`,
  };
}
