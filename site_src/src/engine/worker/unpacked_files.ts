import type { StoredTensor } from '../manifest';
import { dequantize } from './dequantize';

export interface ExternalData {
  readonly path: string;
  readonly data: Uint8Array;
}

/**
 * The files that the processor's graph reads beside the stored ones: each quantized matrix in float32, [N, K], under its
 * name. None of them exists. The numbers of a slice are made when the runtime reads it, into an array that the next slice
 * is made in too, so that no weight is held in float32 twice. `stored` are the files that do exist, by their paths.
 */
export function unpackedFiles(
  tensors: Readonly<Record<string, StoredTensor>>,
  stored: ReadonlyMap<string, Uint8Array>,
): ExternalData[] {
  let scratch = new Float32Array(0);
  const bytesOf = (path: string, offset: number, length: number): Uint8Array =>
    stored.get(path)!.subarray(offset, offset + length);

  const read = (tensor: StoredTensor, from: number, count: number): Uint8Array => {
    const { path, offset, bits = 8, block_size: blockSize = 1, scales } = tensor;
    if (scratch.length < count) scratch = new Float32Array(count);
    const data = bytesOf(path, offset + (from * bits) / 8, (count * bits) / 8);
    const halves = bytesOf(scales!.path, scales!.offset + (2 * from) / blockSize, (2 * count) / blockSize);
    const numbers = dequantize({ bits, blockSize, data, scales: halves }, scratch);
    return new Uint8Array(numbers.buffer, 0, count * numbers.BYTES_PER_ELEMENT);
  };

  return Object.entries(tensors)
    .filter(([, { bits }]) => bits !== undefined)
    .map(([path, tensor]) => {
      const [rows = 0, columns = 0] = tensor.shape;
      return { path, data: madeWhenRead(4 * rows * columns, (from, to) => read(tensor, from / 4, (to - from) / 4)) };
    });
}

/** Bytes that come into being when they are read: of external data onnxruntime-web asks for these two and nothing else. */
function madeWhenRead(byteLength: number, subarray: (from: number, to: number) => Uint8Array): Uint8Array {
  return Object.defineProperties(new Uint8Array(0), {
    byteLength: { value: byteLength },
    subarray: { value: subarray },
  });
}
