import { expect, test } from 'vitest';
import { keyOf, switchesOf } from './interventions';
import { EXAMPLE_CONFIG } from './testing';

test('left out, the model stays as it is', () => {
  const { headScale, mlpScale, positions, causal } = switchesOf(EXAMPLE_CONFIG);
  expect([[...headScale], [...mlpScale], positions, causal]).toEqual([[1, 1, 1, 1], [1, 1], 1, 1]);
});

test('a head and an MLP are scaled where they stand', () => {
  const switches = switchesOf(EXAMPLE_CONFIG, {
    headScale: [{ layer: 1, head: 0, scale: 0 }],
    mlpScale: [{ layer: 0, scale: 0.5 }],
    positions: false,
    causal: false,
  });
  expect([...switches.headScale]).toEqual([1, 1, 0, 1]);
  expect([...switches.mlpScale]).toEqual([0.5, 1]);
  expect([switches.positions, switches.causal]).toEqual([0, 0]);
});

test('what the model lacks is named', () => {
  const wrong = () => switchesOf(EXAMPLE_CONFIG, { headScale: [{ layer: 0, head: 2, scale: 0 }] });
  expect(wrong).toThrow(new RangeError('There is no head 2, only 0 to 1.'));
});

test('runs are told apart by what was changed, not by how it was said', () => {
  const key = (...args: Parameters<typeof switchesOf> extends [unknown, ...infer Rest] ? Rest : never) =>
    keyOf(switchesOf(EXAMPLE_CONFIG, ...args));
  expect(key({ headScale: [{ layer: 0, head: 0, scale: 1 }], causal: true })).toBe(key());
  expect(key({ positions: false })).not.toBe(key({ causal: false }));
});
