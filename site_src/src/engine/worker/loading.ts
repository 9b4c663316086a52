import { openStore, type Store } from '../store';
import { allGraphFiles, graphFiles, graphFor, sharedFiles, shardFiles, type ModelFile, type Way } from '../files';
import { modelFolder, variantOf, type Manifest, type Provider, type Variant } from '../manifest';
import type { LoadAnswer, LoadAsk } from '../protocol';
import { runtimeKind, type RuntimeKind } from '../runtime_files';
import type { EngineState, ReasonCode } from '../types';
import { warmUp } from './dequantize';
import { obtain, type ObtainOptions } from './obtain';
import { Progress } from './progress';
import { startRuntime, unpackRuntime, type Ort } from './runtime';
import { obtainRuntime } from './runtime_store';
import { Session } from './session';
import { StoredTensors } from './stored_tensors';
import { unpackedFiles, type ExternalData } from './unpacked_files';
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
      return this.#weights.slice(await openStore(), path, offset, length);
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
    const { onBytes, onRetry } = progress;
    const options = { store, signal: scope.signal, onBytes, onRetry };
    try {
      const [runtime] = await Promise.all([
        this.#downloadRuntime(options),
        ...this.#graphFiles().map((file) => this.#fetchGraph(file, options)),
        this.#weights.download(options),
      ]);
      scope.signal.throwIfAborted();
      progress.verifying();
      warmUp();
      await Promise.all([this.#startRuntime(runtime, options), this.#weights.read(options)]);
    } finally {
      signal.removeEventListener('abort', stop);
      stop();
    }
    await this.#forgetOldFiles(store);
  }

  async #fetchGraph(file: ModelFile, options: ObtainOptions): Promise<void> {
    if (!this.#graphs.has(file.file)) this.#graphs.set(file.file, (await obtain(file, options)).bytes);
  }

  /** The packed runtime, or none where it runs already. */
  async #downloadRuntime({ store, ...transfer }: ObtainOptions): Promise<Uint8Array | null> {
    const kind = runtimeKind(this.#provider);
    return this.#runtime?.kind === kind ? null : obtainRuntime(this.#root, kind, store, transfer);
  }

  async #startRuntime(packed: Uint8Array | null, { store, ...transfer }: ObtainOptions): Promise<void> {
    if (!packed) return;
    const kind = runtimeKind(this.#provider);
    const wasm = await unpackRuntime(packed, this.#root, kind, store, transfer);
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
    const graph = graphFor(this.#variant, this.#way);
    const fused = graph === this.#variant.graphs.wasm;
    const weights = fused ? [...this.#storedFiles(), ...this.#unpackedFiles()] : this.#storedFiles();
    const bytes = { graph: this.#graphs.get(graph.file)!, fused, weights };
    const session = await Session.create(this.#runtime!.ort, bytes, this.#manifest.model.config, this.#provider);
    this.#weights.release();
    return session;
  }

  #storedFiles(): ExternalData[] {
    return Array.from(this.#weights.files, ([path, data]) => ({ path, data }));
  }

  /** What the processor's own graph wants in float32. */
  #unpackedFiles(): ExternalData[] {
    return unpackedFiles(this.#variant.tensors, this.#weights.files);
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
