import type { WrittenToken } from '../core/generation';
import type { ModelConfig } from '../core/types';
import type { Level } from '../generated/schema';
import { continuationOf } from './continuation';
import { checkSchema, readTraceFile, type TraceFile } from './file';
import { readTrainingIndex, type TrainingIndex } from './stages';
import { createTrace, type Named } from './trace';
import type { Precisions, PromptEntry, Trace, TraceIndex, Training } from './types';

/** Gets one file by its path below traces/, unpacked: fetch in the browser, the file system in Node. */
export type FetchBytes = (path: string) => Promise<Uint8Array>;

/** A model id as a folder name: a/b -> a--b. */
export const slugOf = (model: string): string => model.replaceAll('/', '--');

const named = ({ tensors, metadata: { strings } }: TraceFile) => ({ value: tensors, strings });

/** The stored traces. Every file is fetched and read once; a failed fetch may be tried again. */
export class TraceLibrary {
  readonly #fetchBytes: FetchBytes;
  readonly #known = new Map<string, Promise<unknown>>();

  constructor(fetchBytes: FetchBytes) {
    this.#fetchBytes = fetchBytes;
  }

  /** The prompts that a model has traces of. Rejects with an Error naming both schemas if they differ. */
  index(model: string): Promise<TraceIndex> {
    const path = `${slugOf(model)}/index.json`;
    return this.#once(path, async () => {
      const index = JSON.parse(new TextDecoder().decode(await this.#fetchBytes(path))) as TraceIndex;
      checkSchema(index.schema_hash, path);
      return index;
    });
  }

  /** The trace of one example prompt, its blocks' detail to be fetched later. */
  open(model: string, prompt: string): Promise<Trace> {
    return this.#once(`${slugOf(model)} ${prompt}`, async () =>
      this.#trace(slugOf(model), await this.#entry(model, prompt)),
    );
  }

  /** The stored file that `open` reads, unpacked, for readers who want it. */
  async file(model: string, prompt: string): Promise<Uint8Array> {
    return this.#fetchBytes(`${slugOf(model)}/${(await this.#entry(model, prompt)).core}`);
  }

  async #entry(model: string, prompt: string): Promise<PromptEntry> {
    const { prompts } = await this.index(model);
    const entry = prompts.find(({ id }) => id === prompt);
    if (!entry) throw new Error(`no trace of prompt ${prompt}; ${model} has ${prompts.map(({ id }) => id).join(', ')}`);
    return entry;
  }

  async #trace(slug: string, entry: PromptEntry): Promise<Trace> {
    const { metadata, tensors } = await this.#read(`${slug}/${entry.core}`, 'core');
    const { model, variant, prompt, text, tokens, words = [], unseen = [] } = metadata;
    return createTrace({
      meta: { model, variant, prompt, text, tokens, words, unseen, source: 'precomputed' },
      tensors,
      strings: metadata.strings,
      loadLayer: async (layer) => (await this.#readBlock(slug, entry.layers, 'detail', layer)).tensors,
      loadWeights: async () => named(await this.#read(`${slug}/${entry.weights}`, 'weights')),
      loadLayerWeights: async (layer) =>
        named(await this.#readBlock(slug, entry.layer_weights, 'layer_weights', layer)),
      loadPrecisions: entry.precision === null ? undefined : () => this.#precisions(`${slug}/${entry.precision}`),
      loadAblations:
        entry.ablation === null
          ? undefined
          : async () => named(await this.#read(`${slug}/${entry.ablation}`, 'ablation')),
      loadContinuation: () => this.#continuation(`${slug}/${entry.continuation}`),
      loadTraining: entry.stages.length === 0 ? undefined : () => this.#training(slug, entry.stages),
    });
  }

  async #precisions(path: string): Promise<Named<Precisions>> {
    const { metadata, tensors } = await this.#read(path, 'precision');
    return { value: { names: metadata.precisions ?? [], tensors }, strings: metadata.strings };
  }

  async #continuation(path: string): Promise<Named<readonly WrittenToken[]>> {
    const file = await this.#read(path, 'continuation');
    return { value: continuationOf(file), strings: file.metadata.strings };
  }

  async #training(slug: string, files: readonly string[]): Promise<Named<Training>> {
    const { config } = (await this.index(slug)).model;
    const [index, ...stages] = await Promise.all([
      this.#trainingIndex(slug),
      ...files.map((file) => this.#read(`${slug}/${file}`, 'brief', config)),
    ]);
    return {
      value: {
        tokensPerStep: index.tokens_per_step,
        curve: index.curve.rows,
        stages: stages.map(({ tensors }, i) => {
          const { step, validation_loss: validationLoss } = index.checkpoints[i]!;
          return { step, validationLoss, tensors };
        }),
      },
      strings: Object.assign({}, ...stages.map(({ metadata }) => metadata.strings)) as Record<string, string>,
    };
  }

  #trainingIndex(slug: string): Promise<TrainingIndex> {
    const path = `${slug}/training/index.json`;
    return this.#once(path, async () => readTrainingIndex(await this.#fetchBytes(path), path));
  }

  async #readBlock(slug: string, files: readonly string[], level: Level, layer: number): Promise<TraceFile> {
    const path = `${slug}/${files[layer] ?? ''}`;
    const file = await this.#read(path, level);
    const { layer: found } = file.metadata;
    if (found !== layer) throw new Error(`${path}: holds block ${found}, expected ${layer}`);
    return file;
  }

  async #read(path: string, level: Level, shape?: ModelConfig): Promise<TraceFile> {
    return readTraceFile(await this.#fetchBytes(path), level, path, shape);
  }

  #once<T>(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.#known.get(key) as Promise<T> | undefined;
    if (known) return known;
    const made = make();
    this.#known.set(key, made);
    made.catch(() => this.#known.delete(key));
    return made;
  }
}
