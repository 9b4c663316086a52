import { expect, test } from 'vitest';
import { numberTyped } from './answers';

test.each([
  ['15', 15],
  [' 50,257 ', 50257],
  ['67%', 67],
  ['−0.5', -0.5],
  ['１２', 12],
  ['.5', 0.5],
])('%s is a number', (text, value) => expect(numberTyped(text)).toBe(value));

test.each(['', '  ', 'many', '1 of 2 or so'])('%j is none', (text) => expect(numberTyped(text)).toBeNaN());
