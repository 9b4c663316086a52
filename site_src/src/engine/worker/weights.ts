import { EngineError } from '../errors';
import { shardFiles, type ModelFile } from '../files';
import type { Manifest, Variant } from '../manifest';
import type { Store } from '../store';
import { obtain, type ObtainOptions } from './obtain';
import { inParallel } from './pacing';

const AT_ONCE = 4;

interface Shard {
  readonly file: ModelFile;
  readonly path: string;
  readonly offset: number;
}

/**
 * A variant's weights, one array for each external-data file of the graphs and never one for all. Shards that have
 * arrived stay, so that a load after a failure or a cancel goes on where the last one stopped.
 */
export class Weights {
  readonly #shards: readonly Shard[];
  readonly #files = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly #arrived = new Set<string>();
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

  get missing(): number {
    return this.#shards.length - this.#arrived.size;
  }

  /** @throws EngineError `network` or `checksum`, AbortError */
  async fetch(options: Omit<ObtainOptions, 'into'>): Promise<void> {
    for (const { path, bytes } of this.variant.weights) {
      if (!this.#files.has(path)) this.#files.set(path, new Uint8Array(bytes));
    }
    const missing = this.#shards.filter(({ file }) => !this.#arrived.has(file.key));
    await inParallel(missing, AT_ONCE, async ({ file, path, offset }) => {
      const into = this.#files.get(path)?.subarray(offset, offset + file.bytes);
      const { stored } = await obtain(file, { ...options, into });
      this.#arrived.add(file.key);
      if (stored) this.#stored.add(file.key);
    });
  }

  externalData(): { path: string; data: Uint8Array }[] {
    return Array.from(this.#files, ([path, data]) => ({ path, data }));
  }

  /** Bytes of an external-data file, of the array where it is still there, else out of the store. */
  async read(store: Store, path: string, offset: number, length: number): Promise<Uint8Array> {
    const whole = this.#files.get(path);
    if (whole && this.missing === 0) return whole.subarray(offset, offset + length);
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
    this.#arrived.clear();
  }
}

/** A part of a stored file: the browser reads no more of it than that. */
async function readStored(store: Store, { file }: Shard, from: number, to: number): Promise<Uint8Array> {
  const response = await store.read(file.key);
  if (!response) throw new EngineError('network', `${file.file} is no longer stored: load the model again.`);
  return new Uint8Array(await (await response.blob()).slice(from, to).arrayBuffer());
}
