/** Writes trace files for tests, as the pipeline does. */
import type { Tensor } from '../core/types';
import { FIELDS, LEVEL_HASHES, METADATA_KEY, SCHEMA_VERSION, type Level } from '../generated/schema';
import { coreTensors, layerTensors, layerWeightsTensors, strings, traceMeta, weightsTensors } from './fixture';
import { continuationTensors, DRAWN } from './fixture_continuation';
import { precisions, training } from './fixture_stages';

interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** A safetensors file. */
export function encodeSafetensors(entries: readonly Entry[], metadata: Record<string, string> = {}): Uint8Array {
  let offset = 0;
  const header: Record<string, unknown> = { __metadata__: metadata };
  for (const { name, dtype, shape, bytes } of entries) {
    header[name] = { dtype, shape, data_offsets: [offset, (offset += bytes.length)] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const file = new Uint8Array(8 + json.length + offset);
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
  file.set(json, 8);
  let at = 8 + json.length;
  for (const { bytes } of entries) {
    file.set(bytes, at);
    at += bytes.length;
  }
  return file;
}

/** The half nearest to a number; numbers too small for a normal half become 0. */
export function toHalf(value: number): number {
  const size = Math.abs(value);
  const sign = value < 0 ? 0x8000 : 0;
  if (size < 2 ** -14) return sign;
  const exponent = Math.floor(Math.log2(size));
  const fraction = Math.round((size / 2 ** exponent - 1) * 1024);
  return sign | (((exponent + 15) << 10) + fraction);
}

function entry(tensor: Tensor, level: Level): Entry {
  const dtype = FIELDS.find((field) => field.name === tensor.name && field.level === level)!.dtype;
  const stored = dtype === 'float16' ? Uint16Array.from(tensor.data, toHalf) : tensor.data;
  const bytes = new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength);
  return {
    name: tensor.name,
    dtype: { float16: 'F16', float32: 'F32', int32: 'I32' }[dtype],
    shape: tensor.shape,
    bytes,
  };
}

/** A file of the fixture's trace: the core (layer null) or one block's detail. `changes` overwrite its metadata. */
export function encodeTraceFile(layer: number | null, changes: Record<string, unknown> = {}): Uint8Array {
  return layer === null
    ? encodeLevel('core', null, coreTensors(), changes)
    : encodeLevel('detail', layer, layerTensors(layer), changes);
}

/** The same for the weights: of the whole model (layer null) or of one block. */
export function encodeWeightsFile(layer: number | null): Uint8Array {
  return layer === null
    ? encodeLevel('weights', null, weightsTensors())
    : encodeLevel('layer_weights', layer, layerWeightsTensors(layer));
}

/** The same for the prediction at other precisions. */
export function encodePrecisionFile(): Uint8Array {
  const { names, tensors } = precisions();
  return encodeLevel('precision', null, tensors, { precisions: names });
}

/** The same for what was written after the text. */
export function encodeContinuationFile(): Uint8Array {
  return encodeLevel('continuation', null, continuationTensors(), { drawn: DRAWN });
}

/** The same for a stage of training. */
export function encodeStageFile(stage: number): Uint8Array {
  return encodeLevel('brief', null, training().stages[stage]!.tensors);
}

function encodeLevel(
  level: Level,
  layer: number | null,
  tensors: Readonly<Record<string, Tensor>>,
  changes: Record<string, unknown> = {},
): Uint8Array {
  const { model, variant, prompt, text, tokens } = traceMeta();
  const metadata = {
    schema_version: SCHEMA_VERSION,
    schema_hash: LEVEL_HASHES[level],
    level,
    layer,
    model,
    variant,
    prompt,
    text,
    tokens,
    strings,
  };
  return encodeSafetensors(
    Object.values(tensors).map((tensor) => entry(tensor, level)),
    { [METADATA_KEY]: JSON.stringify({ ...metadata, ...changes }) },
  );
}
