import type { Word } from '../core/merges';
import type { ModelConfig, Tensor } from '../core/types';
import {
  FIELDS,
  LEVEL_HASHES,
  METADATA_KEY,
  PER_LAYER,
  SCHEMA_HASH,
  type Field,
  type Level,
} from '../generated/schema';
import { readSafetensors, type StoredTensor } from './safetensors';
import type { TraceModel } from './types';

/** What a trace file says of itself. */
export interface FileMetadata {
  readonly schema_hash: string;
  readonly level: Level;
  readonly layer: number | null;
  readonly model: TraceModel;
  readonly variant: string;
  readonly prompt: string | null;
  readonly text: string;
  readonly tokens: readonly string[];
  readonly strings: Readonly<Record<string, string>>;
  /** Of level core: how the text became tokens, and at which positions stands one that training never saw. */
  readonly words?: readonly Word[];
  readonly unseen?: readonly number[];
  /** Of level precision: what its dimension `precision` counts. */
  readonly precisions?: readonly string[];
  /** Of level continuation: how its tokens were drawn. */
  readonly drawn?: {
    readonly temperature: number;
    readonly top_k: number | null;
    readonly top_p: number | null;
    readonly seed: number;
  };
}

export interface TraceFile {
  readonly metadata: FileMetadata;
  readonly tensors: Readonly<Record<string, Tensor>>;
}

export const DTYPES = { float16: 'F16', float32: 'F32', int32: 'I32' } as const;

/**
 * Reads one trace file and holds it against the contract: schema, level, names, dtypes and the size of every dimension.
 * `shape` is that of its model: a checkpoint of a training names its model alone. Throws an Error of one line, beginning
 * with `name`.
 */
export function readTraceFile(bytes: Uint8Array, level: Level, name: string, shape?: ModelConfig): TraceFile {
  const { metadata: raw, tensors } = readSafetensors(bytes, name);
  const metadata = readMetadata(raw[METADATA_KEY], level, name);
  const fields = FIELDS.filter((field) => field.level === level);
  const sizes = knownSizes(shape ?? metadata.model.config, metadata.tokens.length);
  const read = fields.map((field) => [field.name, tensorOf(field, tensors, sizes, name)] as const);
  return { metadata, tensors: Object.fromEntries(read) };
}

/** Throws an Error naming both schemas when data was written for another one than this code reads. */
export function checkSchema(found: string, name: string, known = SCHEMA_HASH): void {
  if (found === known) return;
  throw new Error(`${name}: written with trace schema ${found}, this page reads ${known}`);
}

function readMetadata(json: string | undefined, level: Level, name: string): FileMetadata {
  if (json === undefined) throw new Error(`${name}: safetensors without ${METADATA_KEY} metadata is no trace`);
  const metadata = JSON.parse(json) as FileMetadata;
  if (metadata.level !== level) throw new Error(`${name}: a file of level ${metadata.level}, expected ${level}`);
  checkSchema(metadata.schema_hash, name, LEVEL_HASHES[level]);
  return metadata;
}

function knownSizes(config: ModelConfig, tokens: number): Map<string, number> {
  return new Map([
    ['layer', config.n_layer],
    ['lens_layer', config.n_layer + 1],
    ['head', config.n_head],
    ['token', tokens],
    ['query', tokens],
    ['key', tokens],
    ['next', tokens - 1],
    ['d_model', config.d_model],
    ['d_head', config.d_head],
    ['d_mlp', config.d_mlp],
    ['vocab', config.d_vocab],
    ['position', config.n_ctx],
  ]);
}

function tensorOf(
  field: Field,
  tensors: ReadonlyMap<string, StoredTensor>,
  sizes: ReadonlyMap<string, number>,
  name: string,
): Tensor {
  const stored = tensors.get(field.name);
  if (!stored) throw new Error(`${name}: tensor ${field.name} is missing`);
  if (stored.dtype !== DTYPES[field.dtype]) {
    throw new Error(`${name}: tensor ${field.name} is ${stored.dtype}, expected ${DTYPES[field.dtype]}`);
  }
  const dims = PER_LAYER.includes(field.level) ? field.dims.filter((dim) => dim !== 'layer') : field.dims;
  const fits =
    dims.length === stored.shape.length &&
    dims.every((dim, i) => (sizes.get(dim) ?? stored.shape[i]) === stored.shape[i]);
  if (!fits) {
    const expected = dims.map((dim) => `${dim}${sizes.has(dim) ? `=${sizes.get(dim)}` : ''}`).join(', ');
    throw new Error(`${name}: tensor ${field.name} has shape [${stored.shape.join(', ')}], expected [${expected}]`);
  }
  return { name: field.name, dims, shape: stored.shape, data: stored.data };
}
