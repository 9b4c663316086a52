import type { ModelConfig } from '../core/types';
import { SCHEMA_HASH } from '../generated/schema';
import { EngineError } from './errors';

/** `models/<model>/manifest.json`: what the site holds of one model. All sizes in bytes, of the unpacked files. */
export interface Manifest {
  readonly manifest_version: number;
  readonly schema_hash: string;
  readonly model: ManifestModel;
  readonly tokenizer: ManifestFile;
  /** Which tokens training saw, where the model's author tells. */
  readonly seen_tokens?: ManifestFile;
  /** The folder that holds the shards, where they do not lie beside the manifest; it ends with a slash. */
  readonly shards_url?: string;
  readonly variants: Readonly<Record<string, Variant>>;
}

export interface ManifestModel {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  readonly licence: string;
  /** Of the checkpoint. */
  readonly sha256: string;
  readonly config: ModelConfig;
  readonly parameters: number;
}

export interface ManifestFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Variant {
  readonly bits: number;
  /** Weights and both graphs. */
  readonly bytes: number;
  readonly weights_bytes: number;
  readonly weights: readonly WeightsFile[];
  /** Without a `wasm` graph where its weights, in float32, would fill WebAssembly's memory. */
  readonly graphs: { readonly webgpu: ManifestFile; readonly wasm?: ManifestFile };
  readonly tensors: Readonly<Record<string, StoredTensor>>;
  readonly fidelity?: { readonly logit_tolerance?: Readonly<Partial<Record<Provider, number>>> };
}

/** An external-data file of the graphs: its shards, one after the other. */
export interface WeightsFile {
  readonly path: string;
  readonly bytes: number;
  readonly shards: readonly ManifestFile[];
}

export interface StoredTensor {
  readonly path: string;
  readonly offset: number;
  readonly bytes: number;
  readonly shape: readonly number[];
  /** 'float32', or, where `bits` say so, symmetric integers with a scale for each block of inputs. */
  readonly dtype?: string;
  readonly bits?: number;
  readonly block_size?: number;
  readonly scales?: Omit<StoredTensor, 'bits' | 'block_size' | 'scales'>;
}

/** onnxruntime's execution provider. */
export type Provider = 'webgpu' | 'wasm';

export const MANIFEST_VERSION = 1;

/** Where a model's files lie, from the site's root. A hub id `a/b` is stored as `a--b`. */
export function modelFolder(root: URL, model: string): URL {
  return new URL(`models/${encodeURIComponent(model.replaceAll('/', '--'))}/`, root);
}

/** @throws EngineError `manifest`, `network` or `unknown-model` */
export async function fetchManifest(root: URL, model: string, signal?: AbortSignal): Promise<Manifest> {
  const url = new URL('manifest.json', modelFolder(root, model));
  const response = await fetch(url, { signal: signal ?? null }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw new EngineError('network', `manifest.json of model "${model}" could not be fetched: ${String(error)}`);
  });
  if (response.status === 404) throw new EngineError('unknown-model', `This site holds no model "${model}".`);
  if (!response.ok) {
    throw new EngineError('network', `manifest.json of model "${model}": the server answered ${response.status}.`);
  }
  return checked((await response.json().catch(() => null)) as Manifest | null, model);
}

function checked(manifest: Manifest | null, model: string): Manifest {
  const refuse = (what: string): EngineError =>
    new EngineError('manifest', `manifest.json of model "${model}" ${what}.`);
  if (!manifest) throw refuse('is no JSON');
  const { manifest_version: version, schema_hash: schema } = manifest;
  if (version !== MANIFEST_VERSION) throw refuse(`has version ${version}; this page reads ${MANIFEST_VERSION}`);
  if (schema !== SCHEMA_HASH) throw refuse(`follows the trace contract ${schema}; this page reads ${SCHEMA_HASH}`);
  return manifest;
}

/** @throws EngineError `unknown-model` naming the variants there are */
export function variantOf(manifest: Manifest, name: string): Variant {
  const variant = manifest.variants[name];
  if (variant) return variant;
  const known = Object.keys(manifest.variants).join(', ');
  throw new EngineError('unknown-model', `Model "${manifest.model.id}" has no variant "${name}", only ${known}.`);
}

/** Bytes of the largest matrix: what a GPU has to read in one piece. */
export function largestTensor({ tensors }: Variant): number {
  return Math.max(0, ...Object.values(tensors).map(({ bytes }) => bytes));
}

export function shardsOf(variant: Variant): ManifestFile[] {
  return variant.weights.flatMap((weights) => weights.shards);
}
