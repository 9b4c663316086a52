import { expect, test } from 'vitest';
import { dequantize } from './dequantize';

const halves = (...words: number[]): Uint8Array => new Uint8Array(Uint16Array.from(words).buffer);
const ONE = 0x3c00;
const QUARTER = 0x3400;
const MINUS_TWO = 0xc000;

test('8 bits: each byte less 128, times the scale of its block', () => {
  const data = Uint8Array.of(128, 129, 0, 255);
  const numbers = dequantize({ bits: 8, blockSize: 2, data, scales: halves(ONE, QUARTER) });
  expect([...numbers]).toEqual([0, 1, -32, 31.75]);
});

test('4 bits: the low half of a byte first, less 8', () => {
  const data = Uint8Array.of(0x98, 0x0f);
  const numbers = dequantize({ bits: 4, blockSize: 2, data, scales: halves(ONE, MINUS_TWO) });
  expect([...numbers]).toEqual([0, 1, -14, 16]);
});

test('other widths are refused', () => {
  const none = new Uint8Array(0);
  expect(() => dequantize({ bits: 2, blockSize: 2, data: none, scales: none })).toThrow('2 bits');
});
