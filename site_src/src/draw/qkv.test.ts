import { expect, test } from 'vitest';
import { createTrace } from '../trace/trace';
import { config, coreTensors, fixtureTrace, layerTensors, strings, traceMeta } from '../trace/fixture';
import { sumOf } from './products';
import { qkv } from './qkv';
import { vectorAt, VECTORS, workedAt } from './qkv-data';
import { drawn, lines, texts } from './testing';

test('drawing', async () => {
  expect(lines((await drawn(qkv, { block: 1, head: 2, position: 3, vector: 'k' })).element)).toMatchSnapshot();
});

test.each(VECTORS)('the products and the bias add up to the number of %s that the trace has', async (vector) => {
  const { trace, view } = await drawn(qkv, { block: 1, head: 1, position: 4, vector });
  const { dim, sum } = workedAt(trace, view, vector)!;
  const parts = [...sum.largest.map(({ value }) => value), sum.others, sum.bias];
  expect(parts.reduce((a, b) => a + b)).toBeCloseTo(sum.total, 9);
  expect(sum.total).toBeCloseTo(vectorAt(trace, view, vector)![dim]!, 4);
});

test('the largest products come first, whatever their sign', () => {
  const sum = sumOf([1, -2, 3, 0.5], [1, 4, -1, 1], 10, 2);
  expect(sum.largest.map(({ index, value }) => [index, value])).toEqual([
    [1, -8],
    [2, -3],
  ]);
  expect([sum.others, sum.otherCount, sum.bias, sum.total]).toEqual([1.5, 2, 10, 0.5]);
});

test('the vectors are the head’s own, in their colours', async () => {
  const { element, trace, view } = await drawn(qkv, { block: 0, head: 2, position: 1 });
  const start = (2 * 6 + 1) * config.d_head;
  expect([...Array.from(vectorAt(trace, view, 'v')!)]).toEqual([
    ...layerTensors(0).v.data.slice(start, start + config.d_head),
  ]);
  expect(['q', 'k', 'v'].map((name) => element.querySelector(`.gf-of-${name} .gf-vector`) !== null)).toEqual([
    true,
    true,
    true,
  ]);
});

test('what is not stored is said, and the rest is drawn', async () => {
  const parts = { meta: traceMeta(), tensors: coreTensors(), strings };
  const loadLayer = (layer: number) => Promise.resolve(layerTensors(layer));
  const { element, trace, view } = await drawn(qkv, {}, { trace: createTrace({ ...parts, loadLayer }) });
  expect(texts(element, '.gf-note')[0]).toContain('not stored for this text');
  expect(element.querySelectorAll('.gf-vector')).toHaveLength(3);
  expect(qkv.describe(trace, view, 'en')).toContain('not stored');
  const bare = await drawn(qkv, {}, { trace: createTrace(parts) });
  expect(texts(bare.element, '.gf-note')[0]).toBe('The numbers of block 0 are not loaded yet.');
});

test('the table has every number of the three, the sentence the worked one', async () => {
  const { trace, view } = await drawn(qkv, { position: 5 }, { trace: fixtureTrace() });
  const { columns, rows } = qkv.table(trace, view, 'en');
  expect(columns).toEqual(['number', 'q', 'k', 'v']);
  expect(rows).toHaveLength(config.d_head);
  expect(qkv.describe(trace, view, 'en')).toMatch(/^In block 0, head 0, number \d of q at “·mat” is \S+; the largest/);
});

test('all tokens have a row in each of the three, with the numbers of the table', async () => {
  const { element, trace, view } = await drawn(qkv, { block: 1, head: 2, position: 2, show: 'all' });
  expect(element.querySelectorAll('.gf-of-k .gf-stack-row')).toHaveLength(6);
  expect(element.querySelectorAll('.gf-stack-row.gf-selected[data-position="2"]')).toHaveLength(3);
  const { columns, rows } = qkv.table(trace, view, 'en');
  expect(columns).toEqual(['token', 'number', 'q', 'k', 'v']);
  expect(rows).toHaveLength(6 * config.d_head);
  expect(Number(rows[4 * config.d_head + 3]![3]!.replace('−', '-'))).toBeCloseTo(
    vectorAt(trace, { ...view, position: 4 }, 'k')![3]!,
    3,
  );
  expect(qkv.describe(trace, view, 'en')).toMatch(/^At “·sat” the query has length \d/);
  const { element: chinese } = await drawn(qkv, { show: 'all' }, { locale: 'zh' });
  expect(chinese.outerHTML).not.toMatch(/\{\w+\}/);
});

test('Chinese', async () => {
  const { element } = await drawn(qkv, {}, { locale: 'zh' });
  expect(element.outerHTML).not.toMatch(/\{\w+\}/);
});
