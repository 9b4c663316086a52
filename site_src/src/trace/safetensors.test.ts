import { expect, test } from 'vitest';
import { toHalf, widenHalf } from './half';
import { readSafetensors } from './safetensors';
import { writeSafetensors } from './write_safetensors';

const floats = new Float32Array([1.5, -2, 0.1]);
const ints = new Int32Array([-7, 50256]);
const bytesOf = (array: Float32Array | Int32Array | Uint16Array) => new Uint8Array(array.buffer);
const file = writeSafetensors(
  [
    { name: 'half', dtype: 'F16', shape: [1, 1], bytes: bytesOf(new Uint16Array([0x3c00])) },
    { name: 'floats', dtype: 'F32', shape: [3], bytes: bytesOf(floats) },
    { name: 'ints', dtype: 'I32', shape: [2, 1], bytes: bytesOf(ints) },
  ],
  { glassformer: '{}' },
);

test('reads names, shapes, numbers and metadata, at any alignment', () => {
  const shifted = new Uint8Array(file.length + 1);
  shifted.set(file, 1);
  const { metadata, tensors } = readSafetensors(shifted.subarray(1), 'x');
  expect(metadata).toEqual({ glassformer: '{}' });
  expect([...tensors.keys()]).toEqual(['half', 'floats', 'ints']);
  expect(tensors.get('half')).toEqual({ dtype: 'F16', shape: [1, 1], data: new Float32Array([1]) });
  expect(tensors.get('floats')!.data).toEqual(floats);
  expect(tensors.get('ints')).toEqual({ dtype: 'I32', shape: [2, 1], data: ints });
});

test("reads Node's buffers, which share their memory with others", () => {
  const pooled = Buffer.concat([Buffer.from([0]), file]).subarray(1);
  expect(readSafetensors(pooled, 'x')).toEqual(readSafetensors(file, 'x'));
});

test('a file cut short anywhere is an error that names the file', () => {
  for (let length = 0; length < file.length; length++) {
    expect(() => readSafetensors(file.subarray(0, length), 'cut.safetensors'), `${length} bytes`).toThrow(
      /^cut\.safetensors: /,
    );
  }
});

const one = (entry: { dtype?: string; shape?: number[]; bytes?: number }) =>
  writeSafetensors(
    [{ name: 't', dtype: entry.dtype ?? 'F32', shape: entry.shape ?? [1], bytes: new Uint8Array(entry.bytes ?? 4) }],
    {},
  );

test.each([
  [one({ dtype: 'F64', bytes: 8 }), 'x: tensor t: dtype F64 is none of F16, F32, I32'],
  [one({ shape: [2] }), 'x: tensor t: 4 bytes, its shape needs 8'],
  [one({ shape: [-1] }), 'x: tensor t: bad shape or offsets'],
  [new TextEncoder().encode('<!doctype html><title>404</title>'), /^x: truncated or not safetensors/],
  [new Uint8Array([2, 0, 0, 0, 0, 0, 0, 0, 0x5b, 0x5d]), 'x: the safetensors header is not a JSON object'],
])('refuses what it cannot read: case %#', (bytes, message) => {
  expect(() => readSafetensors(bytes, 'x')).toThrow(message);
});

test('widens every kind of half exactly', () => {
  const halves = new Uint16Array([0, 0x8000, 0x3c00, 0xc000, 0x3555, 0x0001, 0x03ff, 0x7bff, 0x7c00, 0xfc00]);
  const expected = [0, -0, 1, -2, 0.333251953125, 2 ** -24, 1023 * 2 ** -24, 65504, Infinity, -Infinity];
  expect([...widenHalf(halves)]).toEqual(expected);
  expect(widenHalf(new Uint16Array([0x7e00]))[0]).toBeNaN();
});

test('every half survives the way there and back', () => {
  const halves = Uint16Array.from({ length: 2 * 0x7c00 }, (_, i) => (i >> 1) | (i % 2 ? 0x8000 : 0));
  expect(Uint16Array.from(widenHalf(halves), toHalf)).toEqual(halves);
});

test('what lies between two halves becomes the nearer one, of two as near the even one', () => {
  // numpy.float16(x).view(numpy.uint16)
  for (const [value, half] of [
    [0.1, 0x2e66],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [2 - 2 ** -12, 0x4000],
    [2 ** -25, 0x0000],
    [3 * 2 ** -26, 0x0001],
    [2 ** -14 - 2 ** -26, 0x0400],
    [-10.8242, 0xc969],
    [65519, 0x7bff],
    [65520, 0x7c00],
    [-Infinity, 0xfc00],
  ] as const) {
    expect([value, toHalf(value)]).toEqual([value, half]);
  }
});
