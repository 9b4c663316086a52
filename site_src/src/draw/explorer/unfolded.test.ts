import { expect, test } from 'vitest';
import { fixtureTrace } from '../../trace/fixture';
import { drawn, texts } from '../testing';
import { explorer } from './explorer';
import { PARTS } from './parts';
import { sceneOf } from './scene';
import { affine, normalize } from './unfolded/layer-norm';

/** A text in the page's numbers, back to a number. */
const read = (text: string): number =>
  Number(
    text
      .replace('−', '-')
      .replace(/,/g, '')
      .replace(/×10⁻(.)/, 'e-$1'),
  );

/** The third column of a table's rows: the products, and what they add up to. */
function products(element: Element): { parts: number[]; sum: number } {
  const rows = [...element.querySelectorAll('tbody tr')].map((row) => ({
    sum: row.classList.contains('gf-u-sum'),
    value: read(row.querySelector('.gf-u-product')!.textContent),
  }));
  return {
    parts: rows.filter(({ sum }) => !sum).map(({ value }) => value),
    sum: rows.find(({ sum }) => sum)!.value,
  };
}

test.each(PARTS)('%s unfolds in place of the picture, in both languages', async (part) => {
  for (const locale of ['en', 'zh'] as const) {
    const { element } = await drawn(explorer, { part, block: 1, head: 1, position: 3 }, { locale });
    expect(element.querySelector('[data-unfolded]')?.getAttribute('data-unfolded')).toBe(part);
    expect(element.querySelector('.gf-x-picture')).toBeNull();
    expect(element.textContent).not.toMatch(/\{\w+\}|NaN|undefined/);
  }
});

test.each(['qkv', 'attention', 'output', 'unembedding'] as const)('the products of %s add up', async (part) => {
  const { element } = await drawn(explorer, { part, block: 1, head: 1, position: 3 });
  const tables = [...element.querySelectorAll('.gf-u-products')].filter((table) => table.querySelector('.gf-u-sum'));
  expect(tables.length).toBeGreaterThan(0);
  if (part === 'output') return; // the fixture's W_O and attn_out are made up apart from each other
  for (const table of tables) {
    const { parts, sum } = products(table);
    expect(parts.reduce((total, value) => total + value, 0)).toBeCloseTo(sum, 1);
  }
});

test('q·k of the chosen pair is the sum over d_head of its products', async () => {
  const { element, trace, view } = await drawn(explorer, { part: 'attention', block: 1, head: 2, position: 4, key: 2 });
  const { block } = sceneOf(trace, view);
  const expected = block!.q[4]!.reduce((sum, value, i) => sum + value * block!.k[2]![i]!, 0);
  const table = [...element.querySelectorAll('.gf-u-products')].find((found) => found.querySelector('.gf-u-sum'))!;
  expect(products(table).sum).toBeCloseTo(expected, 2);
});

test('LayerNorm leaves a mean of 0 and a variance of 1, then scales and shifts', () => {
  const x = Float32Array.from([1, 2, 3, 6]);
  const { mean, variance, scale, normal } = normalize(x, 0);
  expect([mean, variance, scale]).toEqual([3, 3.5, Math.sqrt(3.5)]);
  expect(normal.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 6);
  expect(normal.reduce((sum, value) => sum + value ** 2, 0) / 4).toBeCloseTo(1, 6);
  expect([...affine(Float32Array.from([1, -1]), [2, 3], [0.5, 0])]).toEqual([2.5, -3]);
});

test('a logit is worked out for the token that was chosen', async () => {
  const { trace } = await drawn(explorer, { part: 'unembedding' });
  const ids = trace.loadedWeights()!.unembed_ids.data;
  const { element } = await drawn(explorer, { part: 'unembedding', candidate: ids[3]! }, { trace });
  expect(element.querySelector('.gf-u-choose .gf-selected')?.getAttribute('data-token-id')).toBe(String(ids[3]));
});

test('softmax has the model’s own probability beside the one after the settings', async () => {
  const { element } = await drawn(explorer, { part: 'probabilities', temperature: 0.5, topK: 3 });
  const rows = [...element.querySelectorAll('tbody tr')].map((row) => texts(row, 'td, th'));
  const percents = rows.map((row) => row.slice(4).map((text) => Number(text.replace(/[%>]/g, ''))));
  expect(percents.slice(0, 3).reduce((sum, [drawnFrom]) => sum + drawnFrom!, 0)).toBeCloseTo(100, 0);
  expect(rows.slice(3).every((row) => row[3] === '−∞' && row[4] === '0%')).toBe(true);
  rows.forEach((row) => expect(read(row[2]!)).toBeCloseTo(read(row[1]!) / 0.5, 1));
});

test('without weights a part says what it needs', async () => {
  const trace = {
    ...fixtureTrace(),
    hasWeights: () => false,
    loadedWeights: () => null,
    loadedLayerWeights: () => null,
  };
  const { element } = await drawn(explorer, { part: 'qkv' }, { trace });
  expect(texts(element, '.gf-u-missing')).toHaveLength(3);
});
