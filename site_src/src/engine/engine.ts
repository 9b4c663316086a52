import { createTrace } from '../trace/trace';
import type { Trace, TraceMeta } from '../trace/types';
import { WorkerClient } from './client';
import { abortError, EngineError, isAbort, toEngineError, type ErrorCode } from './errors';
import { checkGeneration, generateFrom } from './generation';
import { checkIndex, switchesOf } from './interventions';
import { checkLength, tokenLimit } from './limits';
import { fetchManifest, variantOf, type Manifest } from './manifest';
import { makePlan } from './planning';
import type { Answer, Ask, LoadAnswer, LoadAsk, RunName } from './protocol';
import { StatusStore } from './status';
import type { Engine, EngineOptions, EngineState, GeneratedToken, GenerateOptions, LensRow } from './types';
import type { LoadedModel, LoadOptions, LogitsOptions, Plan, PlanOptions, ReasonCode } from './types';
import type { StopReason, Text, Tokenized, TraceOptions, WeightRows } from './types';

/** Errors of the text: the model goes on running. */
const OF_THE_TEXT: readonly ErrorCode[] = ['empty', 'too-long'];
/** Errors after which the worker is as good as new. After any other a fresh one takes its place. */
const HARMLESS: readonly ErrorCode[] = [...OF_THE_TEXT, 'network', 'checksum', 'not-loaded'];

/** An engine that runs models of the site at `root` in a worker. Nothing is fetched before it is asked for something. */
export function createEngine(options: EngineOptions): Engine {
  return new WorkerEngine(options.root, () => {
    return new Worker(new URL('./worker/worker.ts', import.meta.url), { type: 'module', name: 'glassformer-engine' });
  });
}

export class WorkerEngine implements Engine {
  readonly status = new StatusStore();
  readonly #manifests = new Map<string, Promise<Manifest>>();
  #client: WorkerClient | null = null;
  /** What the worker was last asked to load: it loads nothing else. */
  #asked: LoadAsk | null = null;
  #loaded: LoadedModel | null = null;
  #load: AbortController | null = null;
  /** The newest trace: a newer one ends it. */
  #run: AbortController | null = null;
  /** How many runs the worker has still to answer. */
  #runs = 0;
  #disposed = false;

  constructor(
    private readonly root: URL,
    private readonly createWorker: () => Worker,
  ) {}

  get loaded(): LoadedModel | null {
    return this.#loaded;
  }

  plan(options: PlanOptions): Promise<Plan> {
    return makePlan(this.root, options);
  }

  async load({ plan: accepted, signal, onProgress, ...choice }: LoadOptions): Promise<LoadedModel> {
    this.#refuseIfDisposed();
    this.#load?.abort();
    const scope = (this.#load = linked(signal));
    const show = (state: EngineState): void => {
      if (this.#load !== scope) return;
      this.status.set(state);
      onProgress?.(state);
    };
    try {
      if (scope.signal.aborted) throw abortError();
      const plan = accepted ?? (await this.plan({ ...choice, signal: scope.signal }));
      show({ name: 'downloading', loaded: 0, total: plan.bytes });
      const { manifest, variant, provider, lowMemory, threads, bytes } = plan;
      const ask = { root: this.root.href, manifest, variant, provider, lowMemory, threads, bytes };
      const running = this.#runningFor(ask);
      if (running) return running;
      const client = this.#workerFor(ask);
      const answer = await client.call('load', ask, { signal: scope.signal, onProgress: show });
      return (this.#loaded = describe(ask, plan.reason, answer));
    } catch (error) {
      if (isAbort(error) && this.status.current.name === 'starting') this.#drop(abortError());
      throw this.#noted(error, 'no-runtime', this.#load === scope);
    } finally {
      if (this.#load === scope) this.#load = null;
      this.#settle();
    }
  }

  async trace(text: Text, options: TraceOptions = {}): Promise<Trace> {
    const { signal, layers = [], lens = true, interventions = {}, beside = false } = options;
    this.#refuseIfDisposed();
    if (!beside) this.#run?.abort();
    const scope = linked(signal);
    if (!beside) this.#run = scope;
    const { client, loaded } = this.#running();
    switchesOf(loaded.manifest.model.config, interventions);
    const answer = await this.#ask(client, 'trace', { text, layers, lens, interventions }, scope.signal);
    const { id, name, sha256, config } = loaded.manifest.model;
    const meta: TraceMeta = {
      model: { id, name, sha256, config },
      variant: loaded.variant,
      prompt: null,
      text: answer.text,
      tokens: answer.tokens,
      words: answer.words,
      unseen: answer.unseen,
      source: 'live',
    };
    const more = { ids: answer.ids, interventions };
    return createTrace({
      meta,
      tensors: answer.core.value,
      strings: answer.core.strings,
      layers: answer.layers,
      loadLayer: (layer) => this.#ask(client, 'layer', { ...more, layer }),
      loadLens: () => this.#ask(client, 'lens', more),
      loadWeights: () => this.#ask(client, 'weights', more),
      loadLayerWeights: (layer) => this.#ask(client, 'layerWeights', { ...more, layer }),
    });
  }

  async logits(text: Text, rows: readonly LensRow[], options: LogitsOptions = {}): Promise<Float32Array[]> {
    const { signal, interventions = {} } = options;
    this.#refuseIfDisposed();
    const { client, loaded } = this.#running();
    const { config } = loaded.manifest.model;
    switchesOf(config, interventions);
    const ids = await this.#idsOf(client, loaded, text, tokenLimit(config), signal);
    for (const { layer, position } of rows) {
      checkIndex('layer of the residual stream', layer, config.n_layer + 1);
      checkIndex('position', position, ids.length);
    }
    return this.#ask(client, 'logits', { ids, rows, interventions }, signal);
  }

  async weightRows(name: string, indices: readonly number[]): Promise<WeightRows> {
    this.#refuseIfDisposed();
    const { client, loaded } = this.#running();
    const shape = variantOf(loaded.manifest, loaded.variant).tensors[name]?.shape;
    if (shape?.length !== 2) throw new RangeError(`This variant stores no matrix "${name}".`);
    for (const index of indices) checkIndex(`row of "${name}"`, index, shape[0]!);
    return this.#ask(client, 'rows', { name, indices });
  }

  async *generate(options: GenerateOptions): AsyncGenerator<GeneratedToken, StopReason, void> {
    this.#refuseIfDisposed();
    const { client, loaded } = this.#running();
    const { config } = loaded.manifest.model;
    const { text, signal } = options;
    checkGeneration(options, config);
    const ids = await this.#idsOf(client, loaded, text, config.n_ctx, signal);
    return yield* generateFrom(ids, options, config, (ask) => this.#ask(client, 'next', ask, signal));
  }

  async tokenize(text: string, { model }: { readonly model: string }): Promise<Tokenized> {
    this.#refuseIfDisposed();
    const known = this.#manifests.get(model) ?? fetchManifest(this.root, model);
    this.#manifests.set(model, known);
    known.catch(() => this.#manifests.delete(model));
    const manifest = await known;
    return this.#worker().call('tokenize', { root: this.root.href, manifest, text });
  }

  dispose(): void {
    this.#disposed = true;
    this.#load?.abort();
    this.#run?.abort();
    this.#drop(new EngineError('disposed', 'The engine was disposed of.'));
    this.status.set({ name: 'idle' });
  }

  /** @throws EngineError `empty`, or `too-long` for more than `limit` tokens */
  async #idsOf(
    client: WorkerClient,
    { manifest }: LoadedModel,
    text: Text,
    limit: number,
    signal?: AbortSignal,
  ): Promise<readonly number[]> {
    const place = { root: this.root.href, manifest };
    const ids = typeof text === 'string' ? (await client.call('tokenize', { ...place, text }, { signal })).ids : text;
    checkLength(ids, limit);
    return ids;
  }

  /** A run. Several may be under way: the worker does one after the other. */
  async #ask<Name extends RunName>(
    client: WorkerClient,
    call: Name,
    ask: Ask<Name>,
    signal?: AbortSignal,
  ): Promise<Answer<Name>> {
    this.#refuseIfDisposed();
    if (client !== this.#client) throw new EngineError('not-loaded', 'The model of this run is no longer loaded.');
    this.#runs++;
    try {
      this.status.set({ name: 'running' });
      return await client.call(call, ask, { signal });
    } catch (error) {
      throw this.#noted(error, 'run-failed', true);
    } finally {
      this.#runs--;
      this.#settle();
    }
  }

  #running(): { client: WorkerClient; loaded: LoadedModel } {
    if (!this.#client || !this.#loaded) throw new EngineError('not-loaded', 'No model is loaded.');
    return { client: this.#client, loaded: this.#loaded };
  }

  #runningFor(ask: LoadAsk): LoadedModel | null {
    return this.#loaded && this.#asked && sameLoad(this.#asked, ask) ? this.#loaded : null;
  }

  #workerFor(ask: LoadAsk): WorkerClient {
    if (this.#asked && !sameLoad(this.#asked, ask)) this.#drop(abortError('Another model was loaded.'));
    this.#asked = ask;
    return this.#worker();
  }

  #worker(): WorkerClient {
    return (this.#client ??= new WorkerClient(this.createWorker(), {
      onDeath: (error) => {
        this.#forget();
        this.status.set({ name: 'failed', error });
      },
      onProvider: ({ provider, reason }) => {
        if (this.#loaded) this.#loaded = { ...this.#loaded, provider, reason };
      },
    }));
  }

  /** The error as it is thrown. A failure, unless of the text, becomes the state, and a spoilt worker is replaced. */
  #noted(error: unknown, fallback: ErrorCode, current: boolean): Error {
    if (isAbort(error) || error instanceof RangeError) return error as Error;
    const known = toEngineError(error, fallback);
    if (this.#disposed) return known;
    if (!HARMLESS.includes(known.code)) this.#drop(known);
    if (current && !OF_THE_TEXT.includes(known.code)) this.status.set({ name: 'failed', error: known });
    return known;
  }

  /** After the last load and run: idle or ready, unless something failed. */
  #settle(): void {
    if (this.#load || this.#runs > 0 || this.status.current.name === 'failed') return;
    const name = this.#loaded ? 'ready' : 'idle';
    if (this.status.current.name !== name) this.status.set({ name });
  }

  #drop(error: Error): void {
    this.#client?.terminate(error);
    this.#forget();
  }

  #forget(): void {
    this.#client = null;
    this.#asked = null;
    this.#loaded = null;
  }

  #refuseIfDisposed(): void {
    if (this.#disposed) throw new EngineError('disposed', 'The engine was disposed of.');
  }
}

function describe({ manifest, variant, lowMemory }: LoadAsk, reason: ReasonCode, answer: LoadAnswer): LoadedModel {
  return { manifest, variant, lowMemory, provider: answer.provider, reason: answer.changed ?? reason };
}

function sameLoad(a: LoadAsk, b: LoadAsk): boolean {
  const sameWay = a.provider === b.provider && a.lowMemory === b.lowMemory && a.threads === b.threads;
  return sameWay && a.manifest.model.sha256 === b.manifest.model.sha256 && a.variant === b.variant;
}

/** A controller that is aborted with `signal`. */
function linked(signal: AbortSignal | undefined): AbortController {
  const controller = new AbortController();
  if (signal?.aborted) controller.abort();
  signal?.addEventListener('abort', () => controller.abort(), { once: true, signal: controller.signal });
  return controller;
}
