import { expect, test } from 'vitest';
import { logSumExp } from '../core/softmax';
import { createTrace } from '../trace/trace';
import { coreTensors, fixtureTrace, strings, traceMeta } from '../trace/fixture';
import { lens } from './lens';
import { candidates, followedAt, topAt } from './lens-data';
import { distributionAt } from './distribution';
import { context, drawn, lines, texts } from './testing';

test('drawing', async () => {
  expect(lines((await drawn(lens, { block: 0, position: 3 })).element)).toMatchSnapshot();
});

test('the last row is the model’s own prediction', () => {
  const trace = fixtureTrace();
  for (let position = 0; position < 6; position++) {
    const own = distributionAt(trace, position);
    const top = topAt(trace, 2, position);
    expect(top.id).toBe(own.ids[0]);
    expect(top.probability).toBeCloseTo(Math.exp(own.logProbs[0]!), 5);
  }
});

test('probabilities are over the whole vocabulary', () => {
  const trace = fixtureTrace();
  const width = trace.tensor('lens_top_ids').shape[2]!;
  const cell = 1 * 6 + 4; // layer 1, position 4
  const top = [...trace.tensor('lens_top_logits').data.slice(cell * width, (cell + 1) * width)];
  const total = trace.tensor('lens_log_sum_exp').data[cell]!;
  expect(total).toBeGreaterThan(logSumExp(top)); // the listed tokens are not all
  expect(topAt(trace, 1, 4).probability).toBeCloseTo(Math.exp(top[0]! - total), 6);
});

test('the text’s next token can be followed, and those that end on top', () => {
  const trace = fixtureTrace();
  const [next, first] = candidates(trace, 1);
  expect([trace.string(next!.id), next!.tracked]).toEqual([' sat', null]);
  expect(next!.at(2).rank).toBe(trace.tensor('next_rank').data[1]);
  expect(next!.at(2).probability).toBeCloseTo(Math.exp(trace.tensor('next_log_prob').data[1]!), 5);
  expect([first!.id, first!.tracked]).toEqual([trace.tensor('top_ids').data[0], 0]);
  expect(candidates(trace, 5)[0]!.tracked).toBe(0); // nothing comes next
  expect(followedAt(trace, 5, 0).at(2).rank).toBe(0);
  expect(followedAt(trace, 5, 3).id).toBe(trace.tensor('top_ids').data[3]);
});

test('every cell can be pointed at, and the chosen one is marked', async () => {
  const { element } = await drawn(lens, { block: 1, position: 2 });
  const cells = [...element.querySelectorAll('.gf-lens-cell')];
  expect(cells).toHaveLength(3 * 6);
  expect(cells.every((cell) => cell.hasAttribute('data-layer') && cell.hasAttribute('data-position'))).toBe(true);
  const chosen = cells.filter((cell) => cell.classList.contains('gf-selected'));
  expect(chosen.map((cell) => [cell.getAttribute('data-layer'), cell.getAttribute('data-position')])).toEqual([
    ['2', '2'],
  ]);
});

test('the table and the sentence have the same numbers', async () => {
  const { trace, view } = await drawn(lens, { block: 0, position: 1, tracked: 2 });
  const { caption, columns, rows } = lens.table(trace, view, 'en');
  expect(caption).toMatch(/^The logit lens after “·cat” \(position 1\), and “.+” on its way$/);
  expect(rows.map((row) => row[0])).toEqual(['start', 'block 0', 'block 1']);
  expect(rows.every((row) => row.length === columns.length)).toBe(true);
  const sentence = lens.describe(trace, view, 'en');
  expect(sentence).toContain(`read after block 0: “${rows[1]![1]}” is on top with ${rows[1]![2]}`);
  expect(sentence).toContain(`rank ${rows[1]![3]}, ${rows[1]![4]}; at the end rank ${rows[2]![3]}, ${rows[2]![4]}`);
});

test('a run without the lens says so', async () => {
  const { lens_top_ids: _, ...tensors } = coreTensors();
  const trace = createTrace({ meta: traceMeta(), tensors, strings });
  const { view } = await drawn(lens);
  await expect(lens.load(trace, view)).rejects.toThrow('the logit lens is not in this trace');
  const element = lens.draw(trace, view, context);
  expect(texts(element, 'p')).toEqual(['The logit lens was not computed for this text.']);
  expect(lens.table(trace, view, 'en').rows).toEqual([]);
});

test('a text of one token', async () => {
  const { element } = await drawn(lens, {}, { trace: fixtureTrace(1) });
  expect(element.querySelectorAll('.gf-lens-cell')).toHaveLength(3);
});

test('Chinese', async () => {
  const { element } = await drawn(lens, {}, { locale: 'zh' });
  expect(texts(element, '.gf-lens-layer')).toEqual(['开头', '第 0 块', '第 1 块']);
  expect(element.outerHTML).not.toMatch(/\{\w+\}/);
});
