import { expect, test } from 'vitest';
import { fixtureTrace } from '../trace/fixture';
import { headOf, measure, rangeOf, rowOf, softmaxParts, strongestKey } from './head';

async function loaded() {
  const trace = fixtureTrace();
  await trace.layer(1);
  return headOf(trace, 1, 2);
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

test('the softmax of the masked scores is the pattern', async () => {
  const head = await loaded();
  for (let query = 0; query < head.size; query++) {
    const { weights, powers, sum } = softmaxParts(head, query);
    rowOf(head, 'pattern', query).forEach((weight, key) => {
      expect(weights[key]).toBeCloseTo(weight, 5);
      expect(powers[key]! / sum).toBeCloseTo(weight, 5);
    });
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
