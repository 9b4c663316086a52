import { EngineError } from '../errors';
import { shardFiles, type ModelFile } from '../files';
import type { Manifest, Variant } from '../manifest';
import type { Store } from '../store';
import { downloadBlob } from './download';
import { matches, obtain, type ObtainOptions } from './obtain';
import { inParallel } from './pacing';

const AT_ONCE = 4;

interface Shard {
  readonly file: ModelFile;
  readonly path: string;
  readonly offset: number;
}

/**
 * A variant's weights. While they are downloaded, only the shards under way are in memory: what has come is in the store.
 * Then they are read into one array for each external-data file of the graphs, and never into one for all. What has
 * arrived stays, so that a load after a failure or a cancel goes on where the last one stopped.
 */
export class Weights {
  readonly #shards: readonly Shard[];
  readonly #files = new Map<string, Uint8Array<ArrayBuffer>>();
  /** Keys of the shards that are in their array. */
  readonly #inMemory = new Set<string>();
  /** Keys of those among them that the store has too. */
  readonly #stored = new Set<string>();

  constructor(
    root: URL,
    manifest: Manifest,
    private readonly variant: Variant,
  ) {
    const files = shardFiles(root, manifest, variant);
    this.#shards = variant.weights.flatMap(({ path, shards }) => {
      let offset = 0;
      return shards.map(({ bytes }) => {
        const shard = { file: files.shift()!, path, offset };
        offset += bytes;
        return shard;
      });
    });
  }

  /** Downloads what is not there yet. @throws EngineError `network` or `checksum`, AbortError */
  async download(options: Omit<ObtainOptions, 'into'>): Promise<void> {
    await inParallel(this.#missing(), AT_ONCE, async (shard) => {
      const { file } = shard;
      if (await options.store.has(file.key)) return;
      const passed = await passToStore(file, options);
      if (passed === 'stored') return;
      const { bytes, stored } = passed ? { bytes: passed, stored: false } : await obtain(file, options);
      if (stored) return;
      this.#room(shard).set(bytes);
      this.#inMemory.add(file.key);
    });
  }

  /** Reads all into memory and checks it; what was stored damaged is downloaded again. @throws as `download` does */
  async read(options: Omit<ObtainOptions, 'into'>): Promise<void> {
    for (const weights of this.variant.weights) {
      const shards = this.#missing().filter(({ path }) => path === weights.path);
      const whole = this.#files.has(weights.path) ? null : await joined(shards, weights.bytes, options.store);
      if (whole) this.#files.set(weights.path, whole);
      await inParallel(shards, AT_ONCE, async (shard) => {
        const into = this.#room(shard);
        const good = whole !== null && (await matches(shard.file, into));
        const { stored } = good ? { stored: true } : await obtain(shard.file, { ...options, into });
        this.#inMemory.add(shard.file.key);
        if (stored) this.#stored.add(shard.file.key);
      });
      options.signal.throwIfAborted();
    }
  }

  /** The arrays; all there is of them after `read`. */
  get files(): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
    return this.#files;
  }

  /** Bytes of an external-data file, of the array where it is still there, else out of the store. */
  async slice(store: Store, path: string, offset: number, length: number): Promise<Uint8Array> {
    const whole = this.#files.get(path);
    if (whole && this.#missing().length === 0) return whole.subarray(offset, offset + length);
    const bytes = new Uint8Array(length);
    for (const shard of this.#shards) {
      const from = Math.max(offset, shard.offset);
      const to = Math.min(offset + length, shard.offset + shard.file.bytes);
      if (shard.path !== path || from >= to) continue;
      bytes.set(await readStored(store, shard, from - shard.offset, to - shard.offset), from - offset);
    }
    return bytes;
  }

  /** Lets go of the arrays once a session holds its own copy, unless the store could not keep the shards. */
  release(): void {
    if (this.#stored.size < this.#shards.length) return;
    this.#files.clear();
    this.#inMemory.clear();
  }

  #missing(): Shard[] {
    return this.#shards.filter(({ file }) => !this.#inMemory.has(file.key));
  }

  /** A shard's place in its file's array. */
  #room({ file, path, offset }: Shard): Uint8Array<ArrayBuffer> {
    const { bytes } = this.variant.weights.find((weights) => weights.path === path)!;
    const whole = this.#files.get(path) ?? new Uint8Array(bytes);
    this.#files.set(path, whole);
    return whole.subarray(offset, offset + file.bytes);
  }
}

/**
 * Downloads a file into the store without having it in memory. It is not checked: that is done when it is read. Its checked
 * bytes where the store has no room for them, and null where it was not to be had in this way.
 */
async function passToStore(
  file: ModelFile,
  options: ObtainOptions,
): Promise<'stored' | Uint8Array<ArrayBuffer> | null> {
  const { store, signal, onBytes } = options;
  if (!store.keeps || !('XMLHttpRequest' in globalThis)) return null;
  try {
    const blob = await downloadBlob(file.url, options);
    if (blob.size === file.bytes && (await store.write(file.key, blob))) return 'stored';
    const bytes = new Uint8Array(await blob.arrayBuffer());
    if (await matches(file, bytes)) return bytes;
    onBytes(-blob.size);
  } catch {
    signal.throwIfAborted();
  }
  return null;
}

/** A file's shards in one array, unchecked; null where the store has not all of them, or not whole. */
async function joined(shards: readonly Shard[], bytes: number, store: Store): Promise<Uint8Array<ArrayBuffer> | null> {
  const parts = await Promise.all(shards.map(async ({ file }) => (await store.read(file.key))?.blob()));
  const whole = new Blob(parts.map((part) => part ?? ''));
  return whole.size === bytes ? new Uint8Array(await whole.arrayBuffer()) : null;
}

/** A part of a stored file: the browser reads no more of it than that. */
async function readStored(store: Store, { file }: Shard, from: number, to: number): Promise<Uint8Array> {
  const response = await store.read(file.key);
  if (!response) throw new EngineError('network', `${file.file} is no longer stored: load the model again.`);
  return new Uint8Array(await (await response.blob()).slice(from, to).arrayBuffer());
}
