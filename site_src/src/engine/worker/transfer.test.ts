import { expect, test } from 'vitest';
import { buffersIn } from './transfer';

test('finds the buffers of typed arrays, each once, at any depth', () => {
  const shared = new Float32Array(4);
  const ids = new Int32Array(2);
  const value = {
    core: new Map([['a', { data: shared, shape: [4] }]]),
    layers: [{ q: { data: ids } }, shared],
    text: 'a',
  };
  expect(buffersIn(value)).toEqual([shared.buffer, ids.buffer]);
});

test('leaves a view of a larger buffer alone: handing it over would take the rest along', () => {
  expect(buffersIn({ data: new Float32Array(8).subarray(2, 4) })).toEqual([]);
});

test('handed over, the numbers are not copied', () => {
  const data = Float32Array.of(1, 2);
  const sent = structuredClone({ data }, { transfer: buffersIn({ data }) });
  expect([...sent.data]).toEqual([1, 2]);
  expect(data.byteLength).toBe(0);
});
