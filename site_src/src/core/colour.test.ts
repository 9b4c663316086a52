import { expect, test } from 'vitest';
import { divergingClass, divergingStep, sequentialStep, sequentialWeight } from './colour';

test.each([
  [0, 0],
  [0.01, 1],
  [0.25, 5],
  [0.9, 9],
  [1, 10],
  [1.0001, 10],
])('a weight of %d has step %d', (weight, step) => {
  expect(sequentialStep(weight)).toBe(step);
});

test('a step stands for the weight in its middle', () => {
  for (let step = 0; step <= 10; step++) expect(sequentialStep(sequentialWeight(step))).toBe(step);
});

test.each([
  [0, 8, 0, 'gf-p0'],
  [8, 8, 5, 'gf-p5'],
  [-8, 8, -5, 'gf-n5'],
  [-80, 8, -5, 'gf-n5'],
  [-0.1, 8, 0, 'gf-p0'],
  [3, 0, 0, 'gf-p0'],
])('%d in ±%d has step %d, class %s', (value, range, step, name) => {
  expect(divergingStep(value, range)).toBe(step);
  expect(divergingClass(step)).toBe(name);
});
