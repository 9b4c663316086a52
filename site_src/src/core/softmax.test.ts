import { expect, test } from 'vitest';
import { entropy, entropyOfLogs, logSumExp, softmax } from './softmax';

test('softmax of logits far from zero neither overflows nor vanishes', () => {
  expect([...softmax([1000, 1000])]).toEqual([0.5, 0.5]);
  const [first, second] = softmax([-135.91316, -136.67912]);
  expect(first! / second!).toBeCloseTo(Math.exp(0.76596), 6);
});

test('a shift of all logits changes nothing', () => {
  const logits = [1.5, -2, 0.25, 7];
  const shifted = softmax(logits.map((x) => x - 140));
  softmax(logits).forEach((p, i) => expect(shifted[i]).toBeCloseTo(p, 12));
});

test('a masked value gets exactly 0 and the rest still sum to 1', () => {
  const weights = softmax([2, 1, -Infinity]);
  expect(weights[2]).toBe(0);
  expect(weights[0]! + weights[1]!).toBeCloseTo(1, 12);
});

test('the log-sum-exp is what makes log-probabilities of logits', () => {
  const logits = [3, 1, -1];
  const weights = softmax(logits);
  logits.forEach((logit, i) => expect(Math.exp(logit - logSumExp(logits))).toBeCloseTo(weights[i]!, 12));
  expect(logSumExp([])).toBe(-Infinity);
});

test('entropy: n equal choices have log n nats, certainty has none', () => {
  expect(entropy([0.25, 0.25, 0.25, 0.25])).toBeCloseTo(Math.log(4), 12);
  expect(entropy([1, 0, 0])).toBe(0);
  expect(entropyOfLogs([0.5, 0.25, 0.25, 0].map(Math.log))).toBeCloseTo(entropy([0.5, 0.25, 0.25, 0]), 12);
});
