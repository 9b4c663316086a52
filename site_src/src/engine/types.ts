import type { Drawn, RunCost } from '../core/generation';
import type { Word } from '../core/merges';
import type { Sampling } from '../core/sampling';
import type { Trace } from '../trace/types';
import type { EngineError } from './errors';
import type { Interventions } from './interventions';
import type { Manifest, Provider } from './manifest';

export interface EngineOptions {
  /** The site's root: it holds models/ and assets/ort/. */
  readonly root: URL;
}

export interface Choice {
  readonly model: string;
  /** Name of a variant in the manifest; chosen for the machine where it is left out. */
  readonly variant?: string | undefined;
  readonly provider?: Provider | 'auto' | undefined;
  /** Less memory, slower steps, on the processor; as the machine needs it where it is left out. */
  readonly lowMemory?: boolean | undefined;
  /** Of the processor, 1 where it is left out; more only where the page is cross-origin isolated. */
  readonly threads?: number | undefined;
}

export interface LoadOptions extends Choice {
  /** What the reader agreed to: it is what is loaded. Made anew where it is left out. */
  readonly plan?: Plan | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((state: EngineState) => void) | undefined;
}

export interface PlanOptions extends Choice {
  readonly signal?: AbortSignal | undefined;
}

/** What a load would do, before it does it. */
export interface Plan {
  readonly manifest: Manifest;
  readonly variant: string;
  readonly variantReason: VariantReason;
  readonly provider: Provider;
  readonly lowMemory: boolean;
  readonly threads: number;
  /** Still to be downloaded: weights, graph, tokenizer and runtime, as they are transferred. */
  readonly bytes: number;
  /** Of the weights, already stored by an earlier visit. */
  readonly stored: number;
  /** Host of the weights where it is not the site's own: the reader is told before anything is fetched from it. */
  readonly weightsFrom?: string;
  /** Whether this browser can store what is downloaded for the next visit. */
  readonly keeps: boolean;
  /** Bytes that it may still store for the site; null where it does not tell. */
  readonly free: number | null;
  readonly reason: ReasonCode;
}

/** Why this variant is proposed. */
export type VariantReason =
  | 'asked' // the reader chose it
  | 'closest' // it is the closest to the original
  | 'small' // the closest one is small anyway
  | 'little-memory' // this device tells, or shows, that it has little memory
  | 'save-data'; // the reader asked their browser to save data

/** Why it runs where it runs; a page words it in the reader's language. */
export type ReasonCode =
  | 'asked' // the reader chose it
  | 'webgpu' // there is a GPU adapter
  | 'no-webgpu' // this browser, or a page without https, has no WebGPU
  | 'no-adapter' // WebGPU is there, but no adapter
  | 'gpu-limits' // the GPU cannot read a matrix as large as the model's largest
  | 'webgpu-failed' // the GPU refused the model: the processor runs it
  | 'device-lost'; // the GPU went away in mid-run: the processor took over

export interface LoadedModel {
  readonly manifest: Manifest;
  readonly variant: string;
  readonly provider: Provider;
  /** Meaningful on the processor alone. */
  readonly lowMemory: boolean;
  readonly reason: ReasonCode;
}

export const STATE_NAMES = ['idle', 'downloading', 'verifying', 'starting', 'ready', 'running', 'failed'] as const;
export type StateName = (typeof STATE_NAMES)[number];

export interface EngineState {
  readonly name: StateName;
  /** Bytes, while downloading. */
  readonly loaded?: number;
  readonly total?: number;
  /** While downloading: a file failed, and is fetched again after a pause. */
  readonly retrying?: boolean;
  /** Only when failed. Every failed state is left by the next load() or trace(). */
  readonly error?: EngineError;
}

export interface Status {
  readonly current: EngineState;
  /** Calls the listener at each change, not now. Returns the function that ends it. */
  subscribe(listener: (state: EngineState) => void): () => void;
}

export interface TraceOptions {
  readonly signal?: AbortSignal | undefined;
  /** Blocks whose detail tensors come with the trace; the others are fetched when `Trace.layer` asks. */
  readonly layers?: readonly number[] | undefined;
  /** false leaves the lens_* tensors out: the unembedding of every layer is most of a trace's work. Default true. */
  readonly lens?: boolean | undefined;
  readonly interventions?: Interventions | undefined;
  /** true: the run neither ends an unfinished trace nor is ended by a newer one. For figures that run beside others. */
  readonly beside?: boolean | undefined;
}

export interface LogitsOptions {
  readonly signal?: AbortSignal | undefined;
  readonly interventions?: Interventions | undefined;
}

/** Rows of a stored weight, dequantized. */
export interface WeightRows {
  readonly rows: readonly Float32Array[];
  /** Bits at which they are stored: 32, 8 or 4. */
  readonly bits: number;
}

/** A place in the residual stream: before block `layer`, or after the last one where it is n_layer. */
export interface LensRow {
  readonly layer: number;
  readonly position: number;
}

/** A text, or token ids where the text alone would not bring them back: generated ones need not be the tokenizer's. */
export type Text = string | readonly number[];

export interface GenerateOptions extends Partial<Sampling> {
  /** What the generated tokens follow. */
  readonly text: Text;
  readonly maxTokens: number;
  /** Left out: 1, the model's own distribution. 0: always the most probable token. */
  readonly temperature?: number;
  /** A whole number. The same seed gives the same text on the same variant. Default 0. */
  readonly seed?: number | undefined;
  /** Generation ends after the token with which the generated text contains one of these. */
  readonly stop?: readonly string[] | undefined;
  /** How many of the most probable tokens come with each distribution. Default 20. */
  readonly candidates?: number | undefined;
  /** false: nothing is taken from the cache, so that each token costs a run of the whole text. Default true. */
  readonly reuse?: boolean | undefined;
  readonly interventions?: Interventions | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface GeneratedToken extends Drawn {
  /** Where it stands in the whole text, counted from 0. */
  readonly position: number;
  /** Natural logarithm of the model's own probability. */
  readonly logProb: number;
  /** What its distribution cost, in the worker. */
  readonly cost: RunCost;
  /** All token ids so far, this one included: a further `generate` or `trace` goes on from them. */
  readonly ids: readonly number[];
  /** The generated tokens so far as text. A character that is not complete yet reads U+FFFD. */
  readonly text: string;
}

/** Why a generation ended: `maxTokens` were drawn, `stop` was met, or the model's context is full. */
export type StopReason = 'length' | 'stop' | 'context';

export interface Tokenized {
  readonly ids: readonly number[];
  /** Display string of each token. */
  readonly strings: readonly string[];
  /** How they came about, word by word. */
  readonly words: readonly Word[];
  /** Positions of tokens that the model's training never saw, as far as its author tells. */
  readonly unseen: readonly number[];
}

export interface Engine {
  readonly status: Status;
  /** The model that runs answer from, or null. */
  readonly loaded: LoadedModel | null;
  /** What would be downloaded, and why; fetches the manifest and file sizes only. */
  plan(options: PlanOptions): Promise<Plan>;
  /** Resolves when the model can run. A newer load cancels an unfinished one. @throws EngineError, AbortError */
  load(options: LoadOptions): Promise<LoadedModel>;
  /**
   * Every tensor of one forward pass. The newest call wins: an unfinished one rejects with AbortError. A text that begins
   * like one before runs the rest only. @throws EngineError, RangeError for interventions that the model has no place for
   */
  trace(text: Text, options?: TraceOptions): Promise<Trace>;
  /**
   * Draws one token after the other. Each is computed when it is asked for, so that whoever iterates sets the pace;
   * leaving the loop ends it. The worker keeps keys and values: what follows a text that was run before costs one step,
   * and going back or taking another way costs none for what both have in common.
   * @throws EngineError, AbortError, RangeError for options that no run takes
   */
  generate(options: GenerateOptions): AsyncGenerator<GeneratedToken, StopReason, void>;
  /**
   * The logits [d_vocab] that the unembedding gives at each of the places, as the logit lens does.
   * @throws EngineError, AbortError, RangeError for a place that the model or the text does not have
   */
  logits(text: Text, rows: readonly LensRow[], options?: LogitsOptions): Promise<Float32Array[]>;
  /**
   * Weights of the loaded variant, by the checkpoint's names in the manifest (`wte`, `h.0.attn.c_attn.weight`). A
   * product's matrix is stored [outputs, inputs]: a row holds the weights of one output.
   * @throws EngineError, RangeError for a row that there is not
   */
  weightRows(name: string, indices: readonly number[]): Promise<WeightRows>;
  /** Tokens of a text, by tokenizer.json alone: neither weights nor runtime are fetched. */
  tokenize(text: string, options: { readonly model: string }): Promise<Tokenized>;
  /** Ends the worker and every promise that waits for it. */
  dispose(): void;
}
