import { expect, test } from 'vitest';
import type { Head } from './head';
import { weightText } from './weight-text';

const headWith = (weight: number, hasScores: boolean): Head => ({
  block: 0,
  head: 0,
  size: 2,
  d_head: 4,
  hasScores,
  value: () => weight,
});

test.each([
  [0.123456, true, 4, '0.1235'],
  [0.0000456, true, 3, '4.56×10⁻⁵'],
  [0.123456, false, 4, '0.123'],
  [0.0000654, false, 3, '6.54×10⁻⁵'],
  [0.0000456, false, 3, '<0.0001'],
  [0, false, 3, '<0.0001'],
])('weight %d (scores loaded: %s) with %d digits reads %s', (weight, hasScores, digits, text) => {
  expect(weightText(headWith(weight, hasScores), 1, 0, digits)).toBe(text);
});

test('only a masked weight reads 0', () => {
  expect(weightText(headWith(0, true), 0, 1)).toBe('0');
  expect(weightText(headWith(0, false), 0, 1)).toBe('0');
});
