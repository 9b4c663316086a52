import { widenHalf } from './half';

export interface StoredTensor {
  readonly shape: readonly number[];
  readonly dtype: 'F16' | 'F32' | 'I32';
  readonly data: Float32Array | Int32Array;
}

export interface Safetensors {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

const WIDTH = { F16: 2, F32: 4, I32: 4 } as const;

/**
 * Reads a safetensors file: 8 bytes with the header's length, a JSON header, the tensors' bytes.
 * Throws an Error of one line, beginning with `name`, for anything that is not a complete file of F16, F32 and I32.
 * (Format: https://huggingface.co/docs/safetensors)
 */
export function readSafetensors(bytes: Uint8Array, name: string): Safetensors {
  const start = bodyStart(bytes, name);
  const { __metadata__: metadata = {}, ...entries } = header(bytes.subarray(8, start), name);
  const body = bytes.subarray(start);
  const tensors = Object.entries(entries).map(
    ([tensor, entry]) => [tensor, readTensor(body, entry, `${name}: tensor ${tensor}`)] as const,
  );
  return { metadata: metadata as Record<string, string>, tensors: new Map(tensors) };
}

function bodyStart(bytes: Uint8Array, name: string): number {
  if (bytes.length < 8) throw new Error(`${name}: ${bytes.length} bytes are not a safetensors file`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(bytes.length - 8)) {
    throw new Error(`${name}: truncated or not safetensors: a header of ${length} bytes in a file of ${bytes.length}`);
  }
  return 8 + Number(length);
}

function header(bytes: Uint8Array, name: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (isRecord(parsed)) return parsed;
  } catch {
    // Reported below like any other header that is not an object.
  }
  throw new Error(`${name}: the safetensors header is not a JSON object`);
}

function readTensor(body: Uint8Array, entry: unknown, name: string): StoredTensor {
  if (!isRecord(entry)) throw new Error(`${name}: its header entry is not an object`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (dtype !== 'F16' && dtype !== 'F32' && dtype !== 'I32') {
    throw new Error(`${name}: dtype ${String(dtype)} is none of F16, F32, I32`);
  }
  if (!isNaturals(shape) || !isNaturals(offsets)) throw new Error(`${name}: bad shape or offsets`);
  const [begin = -1, end = -1] = offsets;
  const expected = shape.reduce((product, size) => product * size, 1) * WIDTH[dtype];
  if (end - begin !== expected) throw new Error(`${name}: ${end - begin} bytes, its shape needs ${expected}`);
  if (end > body.length) throw new Error(`${name}: ends at byte ${end} of ${body.length}: the file is truncated`);
  return { shape, dtype, data: numbers(new Uint8Array(body.subarray(begin, end)).buffer, dtype) };
}

function numbers(buffer: ArrayBuffer, dtype: StoredTensor['dtype']): Float32Array | Int32Array {
  if (dtype === 'F16') return widenHalf(new Uint16Array(buffer));
  return dtype === 'F32' ? new Float32Array(buffer) : new Int32Array(buffer);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNaturals = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((item) => Number.isInteger(item) && (item as number) >= 0);
