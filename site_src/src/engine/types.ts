import type { Trace } from '../trace/types';
import type { EngineError } from './errors';
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
  readonly provider: Provider;
  /** Still to be downloaded: weights, graph, tokenizer and runtime, as they are transferred. */
  readonly bytes: number;
  /** Of the weights, already stored by an earlier visit. */
  readonly stored: number;
  /** Host of the weights where it is not the site's own: the reader is told before anything is fetched from it. */
  readonly weightsFrom?: string;
  readonly reason: ReasonCode;
}

/** Why it runs where it runs; a page words it in the reader's language. */
export type ReasonCode =
  | 'asked' // the reader chose it
  | 'webgpu' // there is a GPU adapter
  | 'no-webgpu' // this browser, or a page without https, has no WebGPU
  | 'no-adapter' // WebGPU is there, but no adapter
  | 'webgpu-failed' // the GPU refused the model: the processor runs it
  | 'device-lost'; // the GPU went away in mid-run: the processor took over

export interface LoadedModel {
  readonly manifest: Manifest;
  readonly variant: string;
  readonly provider: Provider;
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
}

export interface Tokenized {
  readonly ids: readonly number[];
  /** Display string of each token. */
  readonly strings: readonly string[];
}

export interface Engine {
  readonly status: Status;
  /** The model that runs answer from, or null. */
  readonly loaded: LoadedModel | null;
  /** What would be downloaded, and why; fetches the manifest and file sizes only. */
  plan(options: PlanOptions): Promise<Plan>;
  /** Resolves when the model can run. A newer load cancels an unfinished one. @throws EngineError, AbortError */
  load(options: LoadOptions): Promise<LoadedModel>;
  /** Every tensor of one forward pass. The newest call wins: an unfinished one rejects with AbortError. @throws EngineError */
  trace(text: string, options?: TraceOptions): Promise<Trace>;
  /** Tokens of a text, by tokenizer.json alone: neither weights nor runtime are fetched. */
  tokenize(text: string, options: { readonly model: string }): Promise<Tokenized>;
  /** Ends the worker and every promise that waits for it. */
  dispose(): void;
}
