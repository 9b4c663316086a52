import { expect, test } from 'vitest';
import { createTrace } from '../trace/trace';
import { coreTensors, fixtureTrace, strings, traceMeta } from '../trace/fixture';
import { residual } from './residual';
import { additionsAt, lengthsAt } from './residual-data';
import { drawn, lines, texts } from './testing';

test('drawing', async () => {
  expect(lines((await drawn(residual, { block: 1, position: 3 })).element)).toMatchSnapshot();
});

test('the angle is the one between the vectors themselves', async () => {
  const trace = fixtureTrace();
  const { resid_pre, attn_out } = await trace.layer(1);
  const vector = (data: ArrayLike<number>): number[] => Array.from(data).slice(4 * 12, 5 * 12);
  const [a, b] = [vector(resid_pre.data), vector(attn_out.data)];
  const dot = a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  const angle = (Math.acos(dot / Math.hypot(...a) / Math.hypot(...b)) * 180) / Math.PI;
  const addition = additionsAt(trace, 4).find(({ block, part }) => block === 1 && part === 'attn')!;
  expect(addition.angle).toBeCloseTo(angle, 3);
  expect(addition.after).toBeCloseTo(Math.hypot(...a.map((value, i) => value + b[i]!)), 4);
});

test('each addition starts where the one before it ended', () => {
  const additions = additionsAt(fixtureTrace(), 2);
  expect(additions.map(({ block, part }) => `${block} ${part}`)).toEqual(['0 attn', '0 mlp', '1 attn', '1 mlp']);
  additions.slice(1).forEach(({ before }, i) => expect(before).toBe(additions[i]!.after));
  expect(lengthsAt(fixtureTrace(), 2)).toEqual([additions[0]!.before, ...additions.map(({ after }) => after)]);
});

test('bars are in proportion to the lengths written beside them', async () => {
  const { element } = await drawn(residual, { position: 5 });
  const lengths = texts(element, '.gf-additions td .gf-number').map(Number);
  const widths = [...element.querySelectorAll('.gf-additions .gf-fill')].map((bar) =>
    Number(/width:([\d.]+)%/.exec(bar.getAttribute('style')!)![1]),
  );
  const max = Math.max(...lengths);
  widths.forEach((width, i) => expect(Math.abs(width - (lengths[i]! / max) * 100)).toBeLessThan(1));
  expect(Math.max(...widths)).toBe(100);
});

test('each part can be shown alone, and the block marked in both', async () => {
  const norms = (await drawn(residual, { show: 'norms', block: 1 })).element;
  expect(norms.querySelector('.gf-additions')).toBeNull();
  expect(norms.querySelector('.gf-band.gf-selected')?.getAttribute('data-block')).toBe('1');
  const parts = (await drawn(residual, { show: 'contributions', block: 1 })).element;
  expect(parts.querySelector('.gf-chart')).toBeNull();
  expect(parts.querySelectorAll('tr.gf-selected[data-block="1"]')).toHaveLength(2);
});

test('a token whose stream is far longer than the others is drawn on a logarithmic scale, and it is said', async () => {
  const tensors = coreTensors();
  const long = tensors.resid_final_norm.data.slice();
  long[0] = 3000;
  const far = { ...tensors, resid_final_norm: { ...tensors.resid_final_norm, data: long } };
  const trace = createTrace({ meta: traceMeta(), tensors: far, strings });
  const scaleOf = async (of = fixtureTrace()) =>
    texts((await drawn(residual, { show: 'norms' }, { trace: of })).element, '.gf-note')[0];
  expect(await scaleOf()).toContain('The scale starts at 0');
  expect(await scaleOf(trace)).toContain('Logarithmic scale');
});

test('the table and the sentence have the same numbers', async () => {
  const { trace, view } = await drawn(residual, { block: 1, position: 3 });
  const { caption, columns, rows } = residual.table(trace, view, 'en');
  expect(caption).toBe('The residual stream at “·on” (position 3): lengths (L2 norms)');
  expect(rows).toHaveLength(4);
  expect(rows.every((row) => row.length === columns.length)).toBe(true);
  const sentence = residual.describe(trace, view, 'en');
  expect(sentence).toMatch(
    /^Block 1 at “·on”: attention adds a vector of length [\d.]+, [\d.]+% of the stream’s length/,
  );
  expect(sentence).toContain(`length ${Number(rows[2]![2]).toPrecision(3)}`);
});

test('Chinese', async () => {
  const { element } = await drawn(residual, {}, { locale: 'zh' });
  expect(texts(element, '.gf-block-name')).toEqual(['第 0 块', '第 1 块']);
  expect(element.outerHTML).not.toMatch(/\{\w+\}/);
});
