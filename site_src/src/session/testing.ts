/** Stand-ins for tests: a trace of any text, and an engine that answers when the test says so. */
import type { Candidate } from '../core/generation';
import { draw, rank, sample } from '../core/sampling';
import { logSumExp } from '../core/softmax';
import type { ModelConfig } from '../core/types';
import type { Engine, EngineState, GeneratedToken, LoadedModel, Plan } from '../engine';
import { generateFrom } from '../engine/generation';
import type { NextAsk } from '../engine/protocol';
import type { Trace, TraceIndex } from '../trace/types';
import type { Library } from './session';

const config = {
  n_layer: 6,
  n_head: 6,
  d_model: 192,
  d_head: 32,
  d_mlp: 768,
  d_vocab: 50257,
  n_ctx: 256,
  layer_norm_epsilon: 1e-5,
};

export const plan: Plan = {
  manifest: {} as Plan['manifest'],
  variant: 'q8',
  provider: 'wasm',
  bytes: 13_900_000,
  stored: 0,
  keeps: true,
  free: null,
  variantReason: 'small',
  lowMemory: false,
  threads: 1,
  reason: 'no-webgpu',
};

export function traceOf(text: string, prompt: string | null = null): Trace {
  const none = (): never => {
    throw new Error('not in this stand-in');
  };
  const model = { id: 'embedded', name: 'Glassformer embedded', sha256: '', config };
  const tokens = text.match(/ ?\S+/g) ?? [];
  const source = prompt === null ? 'live' : 'precomputed';
  return {
    meta: { model, variant: prompt === null ? 'q8' : 'fp32', prompt, text, tokens, words: [], unseen: [], source },
    tensor: none,
    hasLayer: () => false,
    loadedLayer: () => null,
    layer: none,
    lens: none,
    hasWeights: () => false,
    loadedWeights: () => null,
    weights: none,
    loadedLayerWeights: () => null,
    layerWeights: none,
    hasPrecisions: () => false,
    loadedPrecisions: () => null,
    precisions: none,
    hasAblations: () => false,
    loadedAblations: () => null,
    ablations: none,
    hasContinuation: () => false,
    loadedContinuation: () => null,
    continuation: none,
    hasTraining: () => false,
    loadedTraining: () => null,
    training: none,
    string: (id) => `#${id}`,
  };
}

const VOCABULARY = 30;

/** A draw by the browser's own sampler, from made-up logits that depend on the text before. */
function drawFake({ ids, sampling, uniform, candidates }: NextAsk): GeneratedToken {
  const seed = ids.reduce((sum, id) => sum + id, ids.length);
  const logits = Float32Array.from({ length: VOCABULARY }, (_, id) => 4 * Math.sin(seed * 1.7 + id * 12.9898));
  const order = rank(logits);
  const sampled = sample(logits, order, sampling);
  const total = logSumExp(logits);
  const candidate = (id: number): Candidate => ({
    id,
    string: ` w${id}`,
    logit: logits[id]!,
    probability: Math.exp(logits[id]! - total),
    filtered: sampled.probabilities[id]!,
  });
  const id = draw(sampled, order, uniform);
  const { kept, entropy } = sampled;
  return {
    ...candidate(id),
    position: ids.length,
    logProb: logits[id]! - total,
    rank: order.indexOf(id),
    distribution: { candidates: Array.from(order.subarray(0, candidates), candidate), kept, entropy },
    cost: { tokens: 1, milliseconds: 2.5 },
    ids: [...ids, id],
    text: '',
  };
}

export class FakeLibrary implements Library {
  constructor(readonly changed: Partial<ModelConfig> = {}) {}

  index(): Promise<TraceIndex> {
    const { model: example } = traceOf('').meta;
    const model = { ...example, config: { ...example.config, ...this.changed } };
    const prompts = ['cat-sat', 'paris'].map((id) => {
      const text = `the text of ${id}`;
      const reason = { en: `why ${id}`, zh: `为什么 ${id}` };
      return {
        id,
        text,
        reason,
        tokens: traceOf(text).meta.tokens,
        core: '',
        layers: [],
        weights: '',
        layer_weights: [],
        continuation: '',
        ablation: null,
        precision: null,
        stages: [],
      };
    });
    return Promise.resolve({ schema_hash: '', model, variant: 'fp32', prompts });
  }
  open(_model: string, prompt: string): Promise<Trace> {
    return Promise.resolve(traceOf(`the text of ${prompt}`, prompt));
  }
  file(_model: string, prompt: string): Promise<Uint8Array> {
    return Promise.resolve(new TextEncoder().encode(prompt));
  }
}

/** Each run waits in `runs` until the test resolves it; `failure` is thrown by the next load. */
export class FakeEngine implements Engine {
  readonly runs: { text: string; done: (trace: Trace) => void; failed: (error: unknown) => void }[] = [];
  readonly status = { current: { name: 'idle' } as EngineState, subscribe: () => () => undefined };
  loaded: LoadedModel | null = null;
  failure: unknown = null;
  holdLoad = false;

  /** What the next plan is, and when: tests replace it. */
  planned: Promise<Plan> = Promise.resolve(plan);
  loadedPlan: Plan | undefined;

  plan({ signal }: Parameters<Engine['plan']>[0]): Promise<Plan> {
    return new Promise((done, fail) => {
      signal?.throwIfAborted();
      signal?.addEventListener('abort', () => fail(new DOMException('cancelled', 'AbortError')));
      this.planned.then(done, fail);
    });
  }

  async load(options: Parameters<Engine['load']>[0]): Promise<LoadedModel> {
    this.loadedPlan = options.plan;
    options.onProgress?.({ name: 'downloading', loaded: 5_000_000, total: plan.bytes });
    if (this.holdLoad) {
      await new Promise((_, fail) => {
        options.signal?.addEventListener('abort', () => fail(new DOMException('cancelled', 'AbortError')));
      });
    }
    if (this.failure) throw this.failure as Error;
    const { manifest, variant, provider, lowMemory, reason } = plan;
    return (this.loaded = { manifest, variant, provider, lowMemory, reason });
  }

  trace(text: Parameters<Engine['trace']>[0]): Promise<Trace> {
    return new Promise((done, failed) => this.runs.push({ text: String(text), done, failed }));
  }

  /** What was asked of the model: the ids that each token was to follow. */
  readonly asked: (readonly number[])[] = [];
  /** Set by a test: the next draw waits for it. */
  held: Promise<void> = Promise.resolve();

  generate(options: Parameters<Engine['generate']>[0]): ReturnType<Engine['generate']> {
    return generateFrom(options.text as readonly number[], options, { ...config, n_ctx: this.context }, async (ask) => {
      this.asked.push(ask.ids);
      await this.held;
      options.signal?.throwIfAborted();
      if (this.failure) throw this.failure as Error;
      return drawFake(ask);
    });
  }

  /** Tokens that the model reads. */
  context = config.n_ctx;

  weightRows(): ReturnType<Engine['weightRows']> {
    throw new Error('not in this stand-in');
  }

  logits(): ReturnType<Engine['logits']> {
    throw new Error('not in this stand-in');
  }

  tokenize(): ReturnType<Engine['tokenize']> {
    return Promise.resolve({
      ids: [464],
      strings: ['The'],
      words: [
        {
          symbols: [...'The'],
          merges: [
            { rank: 2, at: [1] },
            { rank: 318, at: [0] },
          ],
        },
      ],
      unseen: [],
    });
  }

  dispose(): void {
    this.loaded = null;
  }
}
