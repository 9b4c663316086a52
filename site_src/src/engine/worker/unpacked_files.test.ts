import { expect, test } from 'vitest';
import type { StoredTensor } from '../manifest';
import { unpackedFiles } from './unpacked_files';

const ROWS = 3;
const COLUMNS = 64;
const stored = Uint8Array.from({ length: ROWS * COLUMNS }, (_, i) => i);
const halves = Uint16Array.of(0x3c00, 0x3800, 0x4000, 0x3c00, 0xbc00, 0x3400); // 1, 1/2, 2, 1, -1, 1/4
const scales = [1, 0.5, 2, 1, -1, 0.25];
const file = new Uint8Array(stored.length + 2 * halves.length);
file.set(stored);
file.set(new Uint8Array(halves.buffer), stored.length);

const place = { path: 'weights-0.bin', offset: 0, bytes: stored.length, shape: [ROWS, COLUMNS] };
const matrix: StoredTensor = {
  ...place,
  bits: 8,
  block_size: 32,
  scales: { path: 'weights-0.bin', offset: stored.length, bytes: 2 * halves.length, shape: [ROWS, 2] },
};
const vector: StoredTensor = { ...place, shape: [8], dtype: 'float32' };

test('a quantized matrix is a file of float32, unpacked a slice at a time', () => {
  const files = unpackedFiles({ matrix, vector }, new Map([['weights-0.bin', file]]));
  expect(files.map(({ path }) => path)).toEqual(['matrix']);
  const { data } = files[0]!;
  expect(data.byteLength).toBe(4 * ROWS * COLUMNS);
  const rowAt = (row: number): number[] => {
    const bytes = data.subarray(4 * row * COLUMNS, 4 * (row + 1) * COLUMNS);
    return [...new Float32Array(bytes.buffer, bytes.byteOffset, COLUMNS)];
  };
  for (const row of [2, 0, 1]) {
    const expected = Array.from({ length: COLUMNS }, (_, column) => {
      return (stored[row * COLUMNS + column]! - 128) * scales[2 * row + (column >> 5)]! || 0;
    });
    expect(rowAt(row).map((number) => number || 0)).toEqual(expected); // 0 and -0 alike
  }
});

test('it is what onnxruntime-web takes for external data', () => {
  const [made] = unpackedFiles({ matrix }, new Map([['weights-0.bin', file]]));
  expect(made!.data).toBeInstanceOf(Uint8Array);
});
