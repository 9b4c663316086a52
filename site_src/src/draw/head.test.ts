import { expect, test } from 'vitest';
import { encodeTraceFile } from '../trace/encode.fixture';
import { readTraceFile } from '../trace/file';
import { fixtureTrace } from '../trace/fixture';
import { createTrace } from '../trace/trace';
import type { LayerTensors } from '../trace/types';
import { headOf, measure, rangeOf, rowOf, softmaxParts, strongestKey } from './head';

async function loaded() {
  const trace = fixtureTrace();
  await trace.layer(1);
  return headOf(trace, 1, 2);
}

/** The fixture's trace as read from its files, so with weights of half precision, and its scores of block 1. */
async function storedTrace() {
  const { metadata, tensors } = readTraceFile(encodeTraceFile(null), 'core', 'core');
  const { model, variant, prompt, text, tokens } = metadata;
  const detail = readTraceFile(encodeTraceFile(1), 'detail', 'layer-01').tensors as LayerTensors;
  const trace = createTrace({
    meta: { model, variant, prompt, text, tokens, words: [], unseen: [], source: 'precomputed' },
    tensors,
    strings: metadata.strings,
    loadLayer: () => Promise.resolve(detail),
  });
  await trace.layer(1);
  const size = tokens.length;
  const scores = (head: number, query: number): number[] => [
    ...detail.scores.data.slice((head * size + query) * size, (head * size + query + 1) * size),
  ];
  return { trace, scores };
}

test('the scaled score times √d_head is q·k', async () => {
  const head = await loaded();
  expect(head.value('scores', 4, 1)).toBeCloseTo(head.value('scaled', 4, 1) * 2, 6); // d_head = 4
});

test('the mask takes away what comes later, and nothing else', async () => {
  const head = await loaded();
  expect(rowOf(head, 'masked', 3).map((score) => score === -Infinity)).toEqual([
    false,
    false,
    false,
    false,
    true,
    true,
  ]);
  expect(head.value('masked', 3, 1)).toBe(head.value('scaled', 3, 1));
  expect(Number.isFinite(head.value('scores', 3, 5))).toBe(true);
});

test('the weights are the softmax of the masked scores, more exactly than they are stored', async () => {
  const { trace, scores } = await storedTrace();
  const head = headOf(trace, 1, 2);
  for (let query = 0; query < head.size; query++) {
    const powers = scores(2, query).map((score, key) => (key <= query ? Math.exp(score) : 0));
    const sum = powers.reduce((total, power) => total + power);
    rowOf(head, 'pattern', query).forEach((weight, key) => {
      if (key > query) expect(weight).toBe(0);
      else expect(Math.abs(weight / (powers[key]! / sum) - 1)).toBeLessThan(1e-5);
    });
  }
});

test('the parts of the softmax give the weights', async () => {
  const head = await loaded();
  for (let query = 0; query < head.size; query++) {
    const { powers, sum } = softmaxParts(head, query);
    rowOf(head, 'pattern', query).forEach((weight, key) => expect(powers[key]! / sum).toBeCloseTo(weight, 12));
  }
});

test('heads and blocks are told apart', () => {
  const trace = fixtureTrace();
  const pattern = trace.tensor('pattern').data;
  expect(headOf(trace, 1, 2).value('pattern', 5, 3)).toBe(pattern[((1 * 3 + 2) * 6 + 5) * 6 + 3]);
});

test('without the detail of the block only the pattern has values', () => {
  const head = headOf(fixtureTrace(), 0, 0);
  expect(head.hasScores).toBe(false);
  expect(head.value('scaled', 1, 0)).toBeNaN();
  expect(rowOf(head, 'pattern', 2).reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 5);
});

test('the range leaves out what is masked from the mask on', async () => {
  const head = await loaded();
  const all = Array.from({ length: 36 }, (_, i) => ({ query: Math.floor(i / 6), key: i % 6 }));
  const seen = all.filter(({ query, key }) => key <= query).map(({ query, key }) => head.value('scaled', query, key));
  expect(rangeOf(head, 'masked')).toEqual([Math.min(...seen), Math.max(...seen)]);
  const every = all.map(({ query, key }) => head.value('scaled', query, key));
  expect(rangeOf(head, 'scaled')).toEqual([Math.min(...every), Math.max(...every)]);
  expect(rangeOf(head, 'pattern')[0]).toBeGreaterThan(0);
});

test('measures are means over the rows from position 2 on', () => {
  const head = headOf(fixtureTrace(), 0, 1);
  const rows = [2, 3, 4, 5].map((query) => rowOf(head, 'pattern', query));
  const { first, previous, self } = measure(head)!;
  expect(first).toBeCloseTo(rows.reduce((sum, row) => sum + row[0]!, 0) / 4, 6);
  expect(previous).toBeCloseTo(rows.reduce((sum, row, i) => sum + row[i + 1]!, 0) / 4, 6);
  expect(self).toBeCloseTo(rows.reduce((sum, row, i) => sum + row[i + 2]!, 0) / 4, 6);
  expect(measure(headOf(fixtureTrace(2), 0, 0))).toBeNull();
});

test('the strongest key is the first of the largest weights', () => {
  const head = headOf(fixtureTrace(), 0, 0);
  const row = rowOf(head, 'pattern', 4);
  expect(row[strongestKey(head, 4)]).toBe(Math.max(...row));
  expect(strongestKey(head, 0)).toBe(0);
});
