import type { InferenceSession, Tensor, TypedTensor } from 'onnxruntime-common';
import type { ModelConfig } from '../../core/types';
import { switchesOf, type Switches } from '../interventions';
import type { Provider } from '../manifest';
import { firstTokens, type KeyValues } from './key_values';
import type { Ort } from './runtime';
import type { ExternalData } from './unpacked_files';

/** A row of the residual stream to unembed: [lens layer 0..n_layer, position in this call]. */
export type UnembedRow = readonly [layer: number, position: number];

export interface Step {
  readonly ids: readonly number[];
  readonly past: KeyValues | null;
  readonly rows: readonly UnembedRow[];
  readonly taps?: readonly string[];
  /** GPT-2 as it is where they are left out. */
  readonly switches?: Switches | undefined;
  /** Whether a further step follows that needs this one's keys and values. */
  readonly keep?: boolean;
}

export interface StepResult {
  /** [row, d_vocab] */
  readonly logits: Float32Array;
  readonly taps: ReadonlyMap<string, Float32Array>;
  readonly past: KeyValues | null;
}

/** The GPU went away; another session has to take over. */
export class DeviceLost extends Error {}

/** What goes wrong is thrown; onnxruntime need not also write it on the console. */
const QUIET = { logSeverityLevel: 4 } as const;
/** Milliseconds in which a browser tells of a lost device. */
const LOSS_NOTICE = 300;

export interface GraphBytes {
  readonly graph: Uint8Array;
  /** Whether operators are fused in it already: then a session is created sooner if the runtime does not search again. */
  readonly fused: boolean;
  readonly weights: readonly ExternalData[];
}

/** A graph that can be run, one step at a time. Letters: T tokens of a step, P tokens before it, S = P + T. */
export class Session {
  private constructor(
    private readonly ort: Ort,
    private readonly session: InferenceSession,
    private readonly lost: Promise<never> | null,
    readonly config: ModelConfig,
    readonly provider: Provider,
  ) {}

  static async create(ort: Ort, bytes: GraphBytes, config: ModelConfig, provider: Provider): Promise<Session> {
    const options = { externalData: bytes.weights, ...QUIET, ...providerOptions(config, provider, bytes.fused) };
    const session = await ort.InferenceSession.create(bytes.graph, options);
    const lost = provider === 'webgpu' ? whenLost(await ort.env.webgpu.device) : null;
    return new Session(ort, session, lost, config, provider);
  }

  /** @throws DeviceLost, or what onnxruntime throws */
  async run({ taps = [], keep = false, ...step }: Step): Promise<StepResult> {
    const cacheNames = keep ? this.#cacheNames() : [];
    const fetches = ['logits', ...taps, ...cacheNames.map((name) => `present.${name}`)];
    const outputs = await this.#unlessLost(this.session.run(this.#feeds(step), fetches, QUIET));
    const numbers = (name: string): Float32Array => (outputs[name] as TypedTensor<'float32'>).data;
    return {
      logits: numbers('logits'),
      taps: new Map(taps.map((name) => [name, numbers(name)])),
      past: keep ? new Map(cacheNames.map((name) => [name, outputs[`present.${name}`]!])) : null,
    };
  }

  /** A copy of what belongs to the first `tokens` tokens. */
  async truncate(past: KeyValues, tokens: number): Promise<KeyValues> {
    return firstTokens(past, tokens, this.ort.Tensor, this.lost ? await this.ort.env.webgpu.device : null);
  }

  async release(): Promise<void> {
    await this.session.release();
  }

  /** A lost device makes runs fail or hang, and says so itself a moment before or after. */
  async #unlessLost<Result>(running: Promise<Result>): Promise<Result> {
    if (!this.lost) return running;
    try {
      return await Promise.race([running, this.lost]);
    } catch (error) {
      await Promise.race([this.lost, new Promise((resolve) => setTimeout(resolve, LOSS_NOTICE))]);
      throw error;
    }
  }

  #feeds({ ids, past, rows, switches = switchesOf(this.config) }: Step): Record<string, Tensor> {
    const { Tensor } = this.ort;
    const { n_layer, n_head, d_head } = this.config;
    const scalar = (value: number): Tensor => new Tensor('float32', Float32Array.of(value), []);
    const cache = this.#cacheNames().map((name) => {
      const before = past?.get(name) ?? new Tensor('float32', new Float32Array(0), [1, n_head, 0, d_head]); // P = 0
      return [`past_key_values.${name}`, before] as const;
    });
    return {
      input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
      ...Object.fromEntries(cache),
      head_scale: new Tensor('float32', switches.headScale, [n_layer, n_head]),
      mlp_scale: new Tensor('float32', switches.mlpScale, [n_layer]),
      pos_embed_scale: scalar(switches.positions),
      causal: scalar(switches.causal),
      unembed_rows: new Tensor('int64', BigInt64Array.from(rows.flat(), BigInt), [rows.length, 2]),
    };
  }

  #cacheNames(): string[] {
    return Array.from({ length: this.config.n_layer }, (_, layer) => [`${layer}.key`, `${layer}.value`]).flat();
  }
}

function providerOptions(
  { n_layer }: ModelConfig,
  provider: Provider,
  fused: boolean,
): InferenceSession.SessionOptions {
  if (provider === 'wasm') return { executionProviders: ['wasm'], graphOptimizationLevel: fused ? 'basic' : 'all' };
  const names = Array.from({ length: n_layer }, (_, layer) => [`present.${layer}.key`, `present.${layer}.value`]);
  const preferredOutputLocation = Object.fromEntries(names.flat().map((name) => [name, 'gpu-buffer' as const]));
  return { executionProviders: ['webgpu'], preferredOutputLocation };
}

function whenLost(device: GPUDevice): Promise<never> {
  const lost = device.lost.then(({ message }) => {
    throw new DeviceLost(message);
  });
  lost.catch(() => undefined); // seen by the run that races it, or by none
  return lost;
}
