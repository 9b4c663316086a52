import { expect, test } from 'vitest';
import { createTrace } from '../trace/trace';
import { coreTensors, fixtureTrace, strings, traceMeta } from '../trace/fixture';
import { attention } from './attention';
import { headOf, STEPS } from './head';
import { context, drawn, lines, texts } from './testing';

test('drawing', async () => {
  expect(lines((await drawn(attention, { block: 1, head: 2, position: 3, key: 1 })).element)).toMatchSnapshot();
});

test.each(STEPS)('matrix of the step %s', async (step) => {
  const { element } = await drawn(attention, { show: 'head', step, position: 4 });
  expect(lines(element.querySelector('.gf-matrix')!)).toMatchSnapshot();
});

test('every cell of the matrix can be pointed at, the masked ones too', async () => {
  const { element } = await drawn(attention, { show: 'head', position: 3, key: 1 });
  const cells = [...element.querySelectorAll('.gf-cell')];
  expect(cells).toHaveLength(36);
  expect(cells.filter((cell) => cell.classList.contains('gf-masked'))).toHaveLength(15);
  expect(cells.every((cell) => cell.hasAttribute('data-query') && cell.hasAttribute('data-key'))).toBe(true);
});

test('cells hold the weights of the trace', async () => {
  const { element, trace } = await drawn(attention, { show: 'head', block: 1, head: 1 });
  const head = headOf(trace, 1, 1);
  for (const cell of element.querySelectorAll('.gf-cell:not(.gf-masked)')) {
    const [query, key] = [Number(cell.getAttribute('data-query')), Number(cell.getAttribute('data-key'))];
    const weight = head.value('pattern', query, key);
    if (cell.textContent === '<.001') expect(weight).toBeLessThan(0.001);
    else expect(Math.abs(Number(cell.textContent) - weight)).toBeLessThanOrEqual(0.005);
  }
});

test('one small multiple a head, the chosen one marked', async () => {
  const { element } = await drawn(attention, { show: 'heads', head: 1 });
  const minis = [...element.querySelectorAll('[data-head]')];
  expect(minis.map((mini) => mini.getAttribute('data-head'))).toEqual(['0', '1', '2']);
  expect(minis.map((mini) => mini.classList.contains('gf-selected'))).toEqual([false, true, false]);
  expect(element.querySelector('.gf-matrix')).toBeNull();
});

test('small multiples cover each pair that is not masked once', async () => {
  const { element } = await drawn(attention, { show: 'heads' });
  for (const image of element.querySelectorAll('.gf-thumbnail')) {
    const runs = [...image.querySelectorAll('path')].flatMap((path) => path.getAttribute('d')!.match(/h\d+v/g) ?? []);
    expect(runs.reduce((cells, run) => cells + Number(run.slice(1, -1)), 0)).toBe(21);
  }
});

test('the grid of heads stays small for a long text', async () => {
  const { element } = await drawn(attention, { show: 'heads' }, { trace: fixtureTrace(32) });
  expect(element.outerHTML.length).toBeLessThan(3 * 15_000);
});

test('the table has the row in four steps, as in the trace', async () => {
  const { trace, view } = await drawn(attention, { block: 1, head: 2, position: 3 });
  const { caption, columns, rows } = attention.table(trace, view, 'en');
  expect(caption).toBe('Block 1, head 2: from the query “·on” (position 3) to each key');
  expect(columns).toEqual(['position', 'key', 'q·k', 'q·k ÷ √4', 'after the causal mask', 'weight']);
  const head = headOf(trace, 1, 2);
  rows.slice(0, 4).forEach((row, key) => {
    const weight = head.value('pattern', 3, key);
    expect(Math.abs(Number(row[5]) - weight)).toBeLessThanOrEqual(weight * 0.0006);
  });
  expect(rows[4]!.slice(4)).toEqual(['−∞', '0']);
});

test('the table of all heads has their measures', async () => {
  const { trace, view } = await drawn(attention, { show: 'heads' });
  const { columns, rows } = attention.table(trace, view, 'en');
  expect(columns).toEqual(['head', 'first', 'previous', 'itself', 'strongest key', 'weight']);
  expect(rows).toHaveLength(3);
  expect(rows.every((row) => row.length === columns.length)).toBe(true);
});

test.each([
  [{ position: 3, key: 1 }, /^“·on” gives “·cat” a weight of 0\.\d+\.$/],
  [{ position: 3, key: null }, /^“·on” gives its largest weight, 0\.\d+, to “\S+”\.$/],
  [{ position: 3, key: 5 }, /^“·on” cannot see “·mat”: it comes later\.$/],
])('describes %j', async (settings, sentence) => {
  const { trace, view, element } = await drawn(attention, settings);
  expect(attention.describe(trace, view, 'en')).toMatch(sentence);
  expect(texts(element, '.gf-readout')).toEqual([attention.describe(trace, view, 'en').replace(/[“”]/g, '')]);
});

test('a token that the text has twice is named with its position', async () => {
  const { element, trace, view } = await drawn(attention, { position: 7, key: 1 }, { trace: fixtureTrace(8) });
  expect(attention.describe(trace, view, 'en')).toMatch(/^“·cat” \(position 7\) gives “·cat” \(position 1\) a weight/);
  expect(attention.describe(trace, view, 'zh')).toMatch(/^“·cat”（位置 7）给“·cat”（位置 1）的权重/);
  expect(texts(element, '.gf-readout .gf-boxed')).toEqual(['·cat', '·cat']);
  expect(texts(element, '.gf-worked p')[0]).toContain('·cat (position 1)');
});

test('the means stand below the weights only', async () => {
  const notes = async (step: 'pattern' | 'scaled') =>
    texts((await drawn(attention, { show: 'head', step })).element, '.gf-matrix-part .gf-note');
  expect((await notes('pattern'))[0]).toMatch(/^Mean over the rows from the third on: \d+% on the first token/);
  expect(await notes('scaled')).toEqual([]);
});

test('a key that comes later is worked out as masked', async () => {
  const { element } = await drawn(attention, { position: 2, key: 4 });
  expect(texts(element, '.gf-worked li')[2]).toMatch(/^later than the query: \S+ becomes −∞$/);
  expect(texts(element, '.gf-worked li strong')).toEqual(['0']);
});

test('without the detail of a block the weights are drawn all the same', async () => {
  const trace = createTrace({ meta: traceMeta(), tensors: coreTensors(), strings });
  const { element } = await drawn(attention, { step: 'scaled' }, { trace });
  expect(texts(element, 'p.gf-steps')).toEqual(['The scores of block 0 are not loaded yet.']);
  expect(texts(element, '.gf-matrix-part .gf-part-title')).toEqual(['Block 0, head 0: attention weights']);
});

test('a text of one token', async () => {
  const { element } = await drawn(attention, {}, { trace: fixtureTrace(1) });
  expect(texts(element, '.gf-cell')).toEqual(['1']);
  expect(element.querySelector('.gf-mini-kind')).toBeNull();
});

test('Chinese', async () => {
  const { element } = await drawn(attention, { position: 3, key: 1 }, { locale: 'zh' });
  expect(texts(element, '.gf-mini-name')).toEqual(['头 0', '头 1', '头 2']);
  expect(element.outerHTML).not.toMatch(/\{\w+\}/);
});

test('the drawing belongs to nobody and leaves nothing behind', async () => {
  const { element } = await drawn(attention);
  expect(element.parentNode).toBeNull();
  expect(context.document.body.childElementCount).toBe(0);
});
