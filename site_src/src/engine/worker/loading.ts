import { openStore, type Store } from '../store';
import { allGraphFiles, graphFiles, graphFor, sharedFiles, shardFiles, type Way } from '../files';
import { modelFolder, variantOf, type Manifest, type Provider, type Variant } from '../manifest';
import type { LoadAnswer, LoadAsk } from '../protocol';
import { runtimeKind, type RuntimeKind } from '../runtime_files';
import type { EngineState, ReasonCode } from '../types';
import { obtain } from './obtain';
import { Progress } from './progress';
import type { Transfer } from './download';
import { fetchRuntime, startRuntime, type Ort } from './runtime';
import { Session } from './session';
import { StoredTensors } from './stored_tensors';
import { Weights } from './weights';

/** One variant of one model in this worker, from its files to a session that runs. */
export class Loading {
  readonly #root: URL;
  readonly #manifest: Manifest;
  readonly #variant: Variant;
  readonly #weights: Weights;
  readonly #graphs = new Map<string, Uint8Array>();
  #runtime: { readonly kind: RuntimeKind; readonly ort: Ort } | null = null;
  readonly #lowMemory: boolean;
  readonly #threads: number;
  #provider: Provider;
  #changed: ReasonCode | null = null;

  constructor({ root, manifest, variant, provider, lowMemory, threads }: LoadAsk) {
    this.#root = new URL(root);
    this.#manifest = manifest;
    this.#variant = variantOf(manifest, variant);
    this.#weights = new Weights(this.#root, manifest, this.#variant);
    this.#provider = provider;
    this.#lowMemory = lowMemory;
    this.#threads = threads;
  }

  /** The variant's weights, for reading single numbers of them. */
  storedTensors(): StoredTensors {
    return new StoredTensors(this.#variant.tensors, async (path, offset, length) => {
      return this.#weights.read(await openStore(), path, offset, length);
    });
  }

  get answer(): LoadAnswer {
    return { provider: this.#provider, changed: this.#changed };
  }

  /** Fetches, checks and starts. Can be called again after it failed. @throws EngineError, AbortError */
  async start(bytes: number, signal: AbortSignal, report: (state: EngineState) => void): Promise<Session> {
    await this.#settleProvider();
    const progress = new Progress(bytes, report);
    await this.#fetchAll(progress, signal);
    signal.throwIfAborted();
    progress.starting();
    return this.#createOrTakeOver();
  }

  /**
   * A session on the processor, over the same weights. The runtimes that speak WebGPU lack operators of the wasm graph
   * on the processor, so this is the one case in which a second runtime is fetched.
   */
  async takeOver(reason: ReasonCode): Promise<Session> {
    this.#provider = 'wasm';
    this.#changed = reason;
    this.#runtime = null;
    await this.#fetchAll(new Progress(0, () => undefined), new AbortController().signal);
    return this.#create();
  }

  async #settleProvider(): Promise<void> {
    if (this.#provider === 'wasm') return;
    const adapter = await (navigator as Partial<Navigator>).gpu?.requestAdapter().catch(() => null);
    if (adapter) return;
    this.#provider = 'wasm';
    this.#changed = 'no-adapter';
  }

  async #fetchAll(progress: Progress, signal: AbortSignal): Promise<void> {
    const store = await openStore();
    const scope = new AbortController(); // what still runs ends with the first failure
    const stop = (): void => scope.abort();
    signal.addEventListener('abort', stop);
    const { onBytes, onArrived, onRetry } = progress;
    const options = { store, signal: scope.signal, onBytes, onArrived, onRetry };
    try {
      const graphs = this.#graphFiles().filter(({ file }) => !this.#graphs.has(file));
      progress.expect(graphs.length + this.#weights.missing + (this.#runtime ? 0 : 1));
      await Promise.all([
        this.#startRuntime(store, options),
        ...graphs.map(async (file) => this.#graphs.set(file.file, (await obtain(file, options)).bytes)),
        this.#weights.fetch(options),
      ]);
    } finally {
      signal.removeEventListener('abort', stop);
      stop();
    }
    await this.#forgetOldFiles(store);
  }

  async #startRuntime(store: Store, options: Transfer & { readonly onArrived: () => void }): Promise<void> {
    const kind = runtimeKind(this.#provider);
    if (this.#runtime?.kind === kind) return;
    const wasm = await fetchRuntime(this.#root, kind, store, options);
    options.onArrived();
    this.#runtime = { kind, ort: await startRuntime(this.#root, kind, wasm, this.#threads) };
  }

  async #createOrTakeOver(): Promise<Session> {
    if (this.#provider === 'wasm') return this.#create();
    try {
      return await this.#create();
    } catch {
      return this.takeOver('webgpu-failed');
    }
  }

  async #create(): Promise<Session> {
    const graph = this.#graphs.get(graphFor(this.#variant, this.#way).file)!;
    const bytes = { graph, weights: this.#weights.externalData() };
    const session = await Session.create(this.#runtime!.ort, bytes, this.#manifest.model.config, this.#provider);
    this.#weights.release();
    return session;
  }

  get #way(): Way {
    return { provider: this.#provider, lowMemory: this.#lowMemory };
  }

  #graphFiles() {
    return graphFiles(this.#root, this.#manifest, this.#variant, this.#way);
  }

  /** Drops what the store holds of earlier versions of this model. */
  async #forgetOldFiles(store: Store): Promise<void> {
    const folder = modelFolder(this.#root, this.#manifest.model.id).href;
    const current = new Set(sharedFiles(this.#root, this.#manifest).map(({ key }) => key));
    for (const variant of Object.values(this.#manifest.variants)) {
      for (const file of shardFiles(this.#root, this.#manifest, variant)) current.add(file.key);
      for (const file of allGraphFiles(this.#root, this.#manifest, variant)) current.add(file.key);
    }
    const old = (await store.keys()).filter((key) => key.startsWith(folder) && !current.has(key));
    await Promise.all(old.map((key) => store.remove(key)));
  }
}
