import { expect, test } from 'vitest';
import { uniform } from './random';

const many = (count: number, of: (i: number) => number): number[] => Array.from({ length: count }, (_, i) => of(i));

test('the same seed and index give the same number, others another', () => {
  expect(uniform(7, 3)).toBe(uniform(7, 3));
  const different = new Set([uniform(7, 3), uniform(7, 4), uniform(8, 3), uniform(7 + 2 ** 32, 3), uniform(0, 0)]);
  expect(different.size).toBe(5);
});

test.each([
  ['over indices', (i: number) => uniform(1, i)],
  ['over seeds', (i: number) => uniform(i, 5)],
])('is spread evenly %s', (_, of) => {
  const bins = new Array<number>(20).fill(0);
  const numbers = many(20_000, of);
  for (const number of numbers) bins[Math.floor(number * 20)]!++;
  const chiSquare = bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  expect(chiSquare).toBeLessThan(43.8); // exceeded once in a thousand times at 19 degrees of freedom
});

test('neighbours do not depend on each other', () => {
  const pairs = many(20_000, (i) => (uniform(1, i) - 0.5) * (uniform(1, i + 1) - 0.5));
  const mean = pairs.reduce((sum, product) => sum + product) / pairs.length;
  expect(Math.abs(mean)).toBeLessThan((4 * (1 / 12)) / Math.sqrt(pairs.length)); // four standard deviations
});
