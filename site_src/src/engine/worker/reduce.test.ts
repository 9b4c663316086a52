import { describe, expect, test } from 'vitest';
import { logSumExp, norms, rank, top } from './reduce';

const logits = Float32Array.of(1, 5, -2, 5, 3, 1);

describe('rows of logits', () => {
  test('log-sum-exp makes probabilities that sum to 1, also far from 0', () => {
    for (const shift of [0, 1e4, -1e4]) {
      const shifted = logits.map((logit) => logit + shift);
      const total = logSumExp(shifted);
      expect(shifted.reduce((sum, logit) => sum + Math.exp(logit - total), 0)).toBeCloseTo(1, 10);
    }
  });

  test('the largest come first, among equals the lower id', () => {
    expect([...top(logits, 4)]).toEqual([1, 3, 4, 0]);
    expect([...top(logits, 99)]).toEqual([1, 3, 4, 0, 5, 2]);
  });

  test('top agrees with a full sort on many random rows with ties', () => {
    for (let seed = 1; seed < 200; seed++) {
      const row = Float32Array.from({ length: 60 }, (_, i) => Math.trunc(40 * Math.sin(seed * 7.3 + i * i)) / 4);
      const sorted = [...row.keys()].sort((a, b) => row[b]! - row[a]! || a - b);
      expect([...top(row, 10)]).toEqual(sorted.slice(0, 10));
      sorted.forEach((id, place) => expect(rank(row, id)).toBe(place));
    }
  });

  test('norms are the lengths of the rows', () => {
    expect([...norms(Float32Array.of(3, 4, 0, -2), 2)]).toEqual([5, 2]);
  });
});
