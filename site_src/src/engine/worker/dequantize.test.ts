import { expect, test } from 'vitest';
import { dequantize } from './dequantize';

const halves = (...words: number[]): Uint8Array => new Uint8Array(Uint16Array.from(words).buffer);
const ONE = 0x3c00;
const QUARTER = 0x3400;
const MINUS_TWO = 0xc000;

test('8 bits: each byte less 128, times the scale of its block', () => {
  const data = Uint8Array.of(128, 129, 130, 131, 132, 133, 134, 135, 0, 255, 128, 127, 126, 125, 124, 1);
  const numbers = dequantize({ bits: 8, blockSize: 8, data, scales: halves(ONE, QUARTER) });
  expect([...numbers]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, -32, 31.75, 0, -0.25, -0.5, -0.75, -1, -31.75]);
});

test('4 bits: the low half of a byte first, less 8', () => {
  const data = Uint8Array.of(0, 0x98, 0xba, 0xdc, 0xfe, 0x0f, 0x18, 0x9a, 0xbc).subarray(1); // as it lies in a file
  const numbers = dequantize({ bits: 4, blockSize: 8, data, scales: halves(ONE, MINUS_TWO) });
  expect([...numbers.subarray(0, 8)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect([...numbers.subarray(8)].map((number) => number || 0)).toEqual([-14, 16, 0, 14, -4, -2, -8, -6]);
});

test('other widths are refused', () => {
  const none = new Uint8Array(0);
  expect(() => dequantize({ bits: 2, blockSize: 2, data: none, scales: none })).toThrow('2 bits');
});
