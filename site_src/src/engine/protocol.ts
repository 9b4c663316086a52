import type { Word } from '../core/merges';
import type { Tensor } from '../core/types';
import type { Named } from '../trace/trace';
import type { LayerTensors } from '../trace/types';
import type { PlainError } from './errors';
import type { Sampling } from '../core/sampling';
import type { Interventions } from './interventions';
import type { Manifest, Provider } from './manifest';
import type { EngineState, GeneratedToken, LensRow, ReasonCode, Text, Tokenized, WeightRows } from './types';

/** Where a model's files are, and what they are. */
export interface Place {
  /** The site's root; a string, since a URL cannot be posted. */
  readonly root: string;
  readonly manifest: Manifest;
}

export interface LoadAsk extends Place {
  readonly variant: string;
  readonly provider: Provider;
  readonly lowMemory: boolean;
  readonly threads: number;
  /** Bytes that the plan found still to be transferred. */
  readonly bytes: number;
}

export interface LoadAnswer {
  readonly provider: Provider;
  /** Why it is not the provider that was asked for; null when it is. */
  readonly changed: ReasonCode | null;
}

export interface TraceAsk {
  readonly text: Text;
  readonly layers: readonly number[];
  readonly lens: boolean;
  readonly interventions: Interventions;
}

export interface TraceAnswer {
  readonly ids: readonly number[];
  readonly text: string;
  readonly tokens: readonly string[];
  readonly words: readonly Word[];
  readonly unseen: readonly number[];
  readonly core: NamedTensors;
  readonly layers: ReadonlyMap<number, LayerTensors>;
}

/** Tensors by name, and the display string of every token id in them. */
export type NamedTensors = Named<Readonly<Record<string, Tensor>>>;

/** What is asked later of a text that was traced. */
export interface MoreAsk {
  readonly ids: readonly number[];
  readonly interventions: Interventions;
}

export interface LayerAsk extends MoreAsk {
  readonly layer: number;
}

export interface RowsAsk {
  readonly name: string;
  readonly indices: readonly number[];
}

export interface LogitsAsk {
  readonly ids: readonly number[];
  readonly rows: readonly LensRow[];
  readonly interventions: Interventions;
}

/** One token after `ids`. The worker draws nothing by chance: `uniform`, in [0, 1), says what is drawn. */
export interface NextAsk {
  readonly ids: readonly number[];
  /** Where the generated text begins. */
  readonly from: number;
  readonly sampling: Sampling;
  readonly uniform: number;
  readonly candidates: number;
  /** false: the whole text goes through the model, whatever is known of it. */
  readonly reuse: boolean;
  readonly interventions: Interventions;
}

/** What the page asks of the worker, and what it is answered. */
export interface Calls {
  tokenize: { ask: Place & { readonly text: string }; answer: Tokenized };
  load: { ask: LoadAsk; answer: LoadAnswer };
  trace: { ask: TraceAsk; answer: TraceAnswer };
  layer: { ask: LayerAsk; answer: LayerTensors };
  lens: { ask: MoreAsk; answer: NamedTensors };
  weights: { ask: MoreAsk; answer: NamedTensors };
  layerWeights: { ask: LayerAsk; answer: NamedTensors };
  rows: { ask: RowsAsk; answer: WeightRows };
  logits: { ask: LogitsAsk; answer: Float32Array[] };
  next: { ask: NextAsk; answer: GeneratedToken };
}
export type CallName = keyof Calls;
/** Calls that run the loaded model. */
export type RunName = Exclude<CallName, 'tokenize' | 'load'>;
export type Ask<Name extends CallName> = Calls[Name]['ask'];
export type Answer<Name extends CallName> = Calls[Name]['answer'];

/** Page to worker. `id` names the call in every reply. */
export type Request =
  | { [Name in CallName]: { readonly id: number; readonly call: Name; readonly ask: Ask<Name> } }[CallName]
  | { readonly id: number; readonly call: 'cancel' }
  | { readonly call: 'hold'; readonly lock: string };

/** Worker to page. Outside a call stand `held`: the worker has the lock, and `provider`: another one took over. */
export type Reply =
  | { readonly id: number; readonly kind: 'done'; readonly answer: Answer<CallName> }
  | { readonly id: number; readonly kind: 'failed'; readonly error: PlainError }
  | { readonly id: number; readonly kind: 'progress'; readonly state: EngineState }
  | { readonly kind: 'held'; readonly lock: string }
  | { readonly kind: 'provider'; readonly provider: Provider; readonly reason: ReasonCode };
