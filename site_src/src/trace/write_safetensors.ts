export interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** Readers map tensors in place: they begin at multiples of this. */
const ALIGNED = 8;

/** A safetensors file, its tensors in the order given. (Format: https://huggingface.co/docs/safetensors) */
export function writeSafetensors(entries: readonly Entry[], metadata: Readonly<Record<string, string>>): Uint8Array {
  let offset = 0;
  const header: Record<string, unknown> = { __metadata__: metadata };
  for (const { name, dtype, shape, bytes } of entries) {
    header[name] = { dtype, shape, data_offsets: [offset, (offset += bytes.length)] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = 8 + Math.ceil(json.length / ALIGNED) * ALIGNED;
  const file = new Uint8Array(start + offset).fill(' '.charCodeAt(0), 8, start);
  new DataView(file.buffer).setBigUint64(0, BigInt(start - 8), true);
  file.set(json, 8);
  let at = start;
  for (const { bytes } of entries) {
    file.set(bytes, at);
    at += bytes.length;
  }
  return file;
}
