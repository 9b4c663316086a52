import { expect, test } from 'vitest';
import { createTrace } from '../trace/trace';
import { config, coreTensors, strings, traceMeta } from '../trace/fixture';
import { rounding } from './rounding';
import { columnOf, readAs, rounded } from './rounding-data';
import { drawn, texts } from './testing';

const WEIGHTS = [0.31, -0.07, 0.118, -0.52, 0.8, 0.02, -0.25, 0.44];

test('with 8 bits the largest weight is on the last mark, whatever its sign', () => {
  const { scale, marks } = rounded(WEIGHTS, 8);
  expect(scale).toBeCloseTo(0.8 / 127, 5);
  expect(marks[4]).toBe(127);
  expect(Math.max(...readAs({ scale, marks }).map((value, i) => Math.abs(value - WEIGHTS[i]!)))).toBeLessThan(scale);
});

// What build/glassformer/quantize.py gives for these weights, the rest of the 32 being zeros.
test.each([
  [8, 0.006298065185546875, [49, -11, 19, -83, 127, 3, -40, 70]],
  [4, -0.10400390625, [-3, 1, -1, 5, -8, 0, 2, -4]],
])('with %d bits as Python rounds', (bits, scale, marks) => {
  const found = rounded([...WEIGHTS, ...Array<number>(24).fill(0)], bits);
  expect(found.scale).toBe(scale);
  expect(found.marks.slice(0, 8).map((mark) => mark + 0)).toEqual(marks);
});

test('where the scale is negative, the largest weight is on the mark that has no counterpart', async () => {
  const { trace, view } = await drawn(rounding, { bits: 4 });
  const column = columnOf(trace, view)!.weights.slice(0, 32);
  const { scale, marks } = rounded(column, 4);
  const largest = column.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
  expect(Math.sign(scale)).toBe(-Math.sign(largest));
  expect(marks[column.indexOf(largest)]).toBeLessThan(-6);
  const { element } = await drawn(rounding, { bits: 4 });
  expect(element.textContent.includes('The scale is negative')).toBe(scale < 0);
});

test('fewer bits move weights further', () => {
  const moved = [8, 4, 3, 2].map((bits) =>
    readAs(rounded(WEIGHTS, bits)).reduce((sum, value, i) => sum + Math.abs(value - WEIGHTS[i]!), 0),
  );
  expect(moved).toEqual([...moved].sort((a, b) => a - b));
});

test('the weights are those of the stored column, and the table says what became of each', async () => {
  const { trace, view, element } = await drawn(rounding, { block: 1, head: 2, bits: 3, weight: 1 });
  const { weights } = columnOf(trace, view)!;
  expect(weights).toHaveLength(config.d_model);
  const { rows } = rounding.table(trace, view, 'en');
  expect(rows.map((row) => Number(row[1]!.replace('−', '-').replace('×10', 'e')))[1]).toBeCloseTo(weights[1]!, 3);
  expect(texts(element, '.gf-readout')[0]).toMatch(/^Weight 1: /);
  expect(element.querySelectorAll('[data-weight]')).toHaveLength(rows.length);
  expect(texts(element, '.gf-note').join(' ')).toContain('No published variant');
});

test('without weights it says so, in both languages', async () => {
  const bare = createTrace({ meta: traceMeta(), tensors: coreTensors(), strings });
  const { element, trace, view } = await drawn(rounding, {}, { trace: bare });
  expect(texts(element, '.gf-note')[0]).toContain('not stored');
  expect(rounding.table(trace, view, 'en').rows).toEqual([]);
  const { element: chinese } = await drawn(rounding, {}, { locale: 'zh' });
  expect(chinese.outerHTML).not.toMatch(/\{\w+\}/);
});
