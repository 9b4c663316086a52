import type * as EngineModule from '../engine';
import type { Manifest } from '../engine';

export interface PublishedModel {
  /** Its folder's name, by which figures and settings name it too. */
  readonly slug: string;
  readonly name: string;
  readonly parameters: number;
}

/** What there is to choose for running a model live, and what this browser has stored of it. */
export interface Possible {
  readonly models: readonly PublishedModel[];
  readonly manifest: Manifest;
  /** Bytes of each variant that are stored; null where this browser stores nothing for this page. */
  readonly stored: Readonly<Record<string, number>> | null;
  /** Threads that the processor's part may use. */
  readonly threads: number;
}

/** The site's models, and the files of them that this browser has stored. */
export class Keeper {
  #models: Promise<PublishedModel[]> | null = null;

  constructor(
    private readonly root: URL,
    private readonly loadEngine: () => Promise<typeof EngineModule>,
  ) {}

  /** @throws EngineError, TypeError */
  async look(model: string): Promise<Possible> {
    const { fetchManifest, storedBytes, threadsHere } = await this.loadEngine();
    const [models, manifest] = await Promise.all([this.models(), fetchManifest(this.root, model)]);
    const sizes = Object.keys(manifest.variants).map(
      async (variant) => [variant, await storedBytes(this.root, manifest, variant)] as const,
    );
    const stored = 'caches' in globalThis ? Object.fromEntries(await Promise.all(sizes)) : null;
    return { models, manifest, stored, threads: threadsHere() };
  }

  async forget(manifest: Manifest, variant: string): Promise<void> {
    const { forgetVariant } = await this.loadEngine();
    await forgetVariant(this.root, manifest, variant);
  }

  models(): Promise<PublishedModel[]> {
    this.#models ??= fetch(new URL('models/index.json', this.root))
      .then((response) => response.json() as Promise<PublishedModel[]>)
      .catch((error: unknown) => {
        this.#models = null;
        throw error;
      });
    return this.#models;
  }
}
