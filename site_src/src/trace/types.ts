import type { WrittenToken } from '../core/generation';
import type { Word } from '../core/merges';
import type { ModelConfig, Tensor } from '../core/types';
import type {
  AblationTensorName,
  BriefTensorName,
  CoreTensorName,
  DetailTensorName,
  LayerWeightsTensorName,
  PrecisionTensorName,
  WeightsTensorName,
} from '../generated/schema';
import type { TrainingIndex } from './stages';

export type Source = 'precomputed' | 'live';

export interface TraceModel {
  readonly id: string;
  readonly name: string;
  /** Of the checkpoint, not of the trace. */
  readonly sha256: string;
  readonly config: ModelConfig;
}

export interface TraceMeta {
  readonly model: TraceModel;
  /** Weights the numbers were computed with: fp32, q8, q4. */
  readonly variant: string;
  /** Id of the example prompt; null for a text that the reader typed. */
  readonly prompt: string | null;
  readonly text: string;
  /** Display string of each token of the text. */
  readonly tokens: readonly string[];
  /** How the text became tokens, word by word; none where the tokens were chosen one by one instead. */
  readonly words: readonly Word[];
  /** Positions of tokens that the model's training never saw, as far as its author tells. */
  readonly unseen: readonly number[];
  readonly source: Source;
}

/** The detail tensors of one block, without the layer dimension. */
export type LayerTensors = Readonly<Record<DetailTensorName, Tensor>>;

/** Weights that the worked examples of one text need, for the whole model. */
export type WeightsTensors = Readonly<Record<WeightsTensorName, Tensor>>;

/** Weights that the worked examples of one text need of one block, without the layer dimension. */
export type LayerWeightsTensors = Readonly<Record<LayerWeightsTensorName, Tensor>>;

/** The last position's prediction at every precision that the model is published at. */
export interface Precisions {
  /** fp32, then the variants from fine to coarse: the order of the tensors' dimension `precision`. */
  readonly names: readonly string[];
  readonly tensors: Readonly<Record<PrecisionTensorName, Tensor>>;
}

/** The last position's prediction without one part of the model at a time. */
export type Ablations = Readonly<Record<AblationTensorName, Tensor>>;

/** What a checkpoint of the training made of the text. */
export interface Stage {
  readonly step: number;
  /** Nats per token on text that training never read. */
  readonly validationLoss: number;
  readonly tensors: Readonly<Record<BriefTensorName, Tensor>>;
}

/** How the model was trained, seen through one text. */
export interface Training {
  /** First checkpoint first; the last one is the model itself. */
  readonly stages: readonly Stage[];
  readonly tokensPerStep: number;
  readonly curve: TrainingIndex['curve']['rows'];
}

/** Every tensor of one forward pass. No drawing knows whether it was stored or has just been computed. */
export interface Trace {
  readonly meta: TraceMeta;
  tensor(name: CoreTensorName): Tensor;
  /** Whether the block's detail can be had: it is in memory or can be fetched. */
  hasLayer(layer: number): boolean;
  /** The block's detail if it is in memory now, else null. */
  loadedLayer(layer: number): LayerTensors | null;
  /** The block's detail, fetched once. Rejects with an Error naming the block where hasLayer is false. */
  layer(layer: number): Promise<LayerTensors>;
  /** After it the lens_* tensors are in memory: a live run computes them when they are asked for. */
  lens(): Promise<void>;
  /** Whether the weights of this text's worked examples can be had, those of its blocks too. */
  hasWeights(): boolean;
  /** Embeddings, unembedding, ln_f and neighbours, if they are in memory now, else null. */
  loadedWeights(): WeightsTensors | null;
  /** The same, fetched once. Rejects with an Error where hasWeights is false. */
  weights(): Promise<WeightsTensors>;
  /** The block's chosen columns, rows and LayerNorms, if they are in memory now, else null. */
  loadedLayerWeights(layer: number): LayerWeightsTensors | null;
  /** The same, fetched once. Rejects with an Error where hasWeights is false, and for a block that there is not. */
  layerWeights(layer: number): Promise<LayerWeightsTensors>;
  /** Whether the prediction at other precisions can be had. */
  hasPrecisions(): boolean;
  loadedPrecisions(): Precisions | null;
  /** Fetched once. Rejects with an Error where hasPrecisions is false. */
  precisions(): Promise<Precisions>;
  /** Whether the prediction without each part of the model can be had. */
  hasAblations(): boolean;
  loadedAblations(): Ablations | null;
  /** Fetched once. Rejects with an Error where hasAblations is false. */
  ablations(): Promise<Ablations>;
  /** Whether tokens that the model wrote after the text can be had. */
  hasContinuation(): boolean;
  loadedContinuation(): readonly WrittenToken[] | null;
  /** Fetched once. Rejects with an Error where hasContinuation is false. */
  continuation(): Promise<readonly WrittenToken[]>;
  /** Whether the text was followed through the model's training. */
  hasTraining(): boolean;
  loadedTraining(): Training | null;
  /** Fetched once. Rejects with an Error where hasTraining is false. */
  training(): Promise<Training>;
  /** Display string of a token id that occurs in what is in memory of this trace; `#id` for any other. */
  string(id: number): string;
}

/** One entry of traces/<model>/index.json. */
export interface PromptEntry {
  readonly id: string;
  readonly text: string;
  readonly reason: Readonly<Record<string, string>>;
  readonly tokens: readonly string[];
  readonly core: string;
  readonly layers: readonly string[];
  readonly weights: string;
  readonly layer_weights: readonly string[];
  /** Tokens that the model wrote after the text. */
  readonly continuation: string;
  /** The prediction at other precisions, where variants were there to compare. */
  readonly precision: string | null;
  /** The prediction without each part of the model, where it has few enough of them. */
  readonly ablation: string | null;
  /** Brief traces of the training's checkpoints, in their order; none where the text was not followed. */
  readonly stages: readonly string[];
}

export interface TraceIndex {
  readonly schema_hash: string;
  readonly model: TraceModel;
  readonly variant: string;
  readonly prompts: readonly PromptEntry[];
}
