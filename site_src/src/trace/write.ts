import type { Tensor } from '../core/types';
import {
  FIELDS,
  LEVEL_HASHES,
  METADATA_KEY,
  SCHEMA_VERSION,
  type CoreTensorName,
  type Level,
} from '../generated/schema';
import { DTYPES, type FileMetadata } from './file';
import { toHalf } from './half';
import type { Trace } from './types';
import { writeSafetensors, type Entry } from './write_safetensors';

/** Core tensors that hold ids of tokens: the file says how these are shown. */
const IDS: readonly CoreTensorName[] = ['tokens', 'top_ids', 'position_top_ids', 'lens_top_ids'];

/** The core of a trace as a file, as the pipeline writes it. A live trace computes its logit lens for that. */
export async function writeTrace(trace: Trace): Promise<Uint8Array> {
  await trace.lens();
  const names = FIELDS.filter(({ level }) => level === 'core').map(({ name }) => name as CoreTensorName);
  const { model, variant, prompt, text, tokens } = trace.meta;
  const ids = new Set(IDS.flatMap((name) => [...trace.tensor(name).data]).sort((a, b) => a - b));
  const strings = Object.fromEntries([...ids].map((id) => [String(id), trace.string(id)]));
  const described = { layer: null, model, variant, prompt, text, tokens, strings };
  return encodeLevel(
    'core',
    names.map((name) => trace.tensor(name)),
    described,
  );
}

/** A trace file of one level. `described` is what it says of itself beside its level and schema. */
export function encodeLevel(
  level: Level,
  tensors: readonly Tensor[],
  described: Omit<FileMetadata, 'level' | 'schema_hash'>,
): Uint8Array {
  const metadata = { schema_version: SCHEMA_VERSION, schema_hash: LEVEL_HASHES[level], level, ...described };
  const entries = tensors.map((tensor) => entryOf(tensor, level));
  return writeSafetensors(
    entries.sort((a, b) => WIDTHS[b.dtype]! - WIDTHS[a.dtype]!), // the wide ones first, so that each is aligned
    { [METADATA_KEY]: JSON.stringify(metadata) },
  );
}

const WIDTHS: Readonly<Record<string, number>> = { F16: 2, F32: 4, I32: 4 };

function entryOf({ name, shape, data }: Tensor, level: Level): Entry {
  const { dtype } = FIELDS.find((field) => field.name === name && field.level === level)!;
  const stored = dtype === 'float16' ? Uint16Array.from(data, toHalf) : data;
  return {
    name,
    dtype: DTYPES[dtype],
    shape,
    bytes: new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength),
  };
}
