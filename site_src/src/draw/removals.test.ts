import { expect, test } from 'vitest';
import { config, fixtureTrace } from '../trace/fixture';
import { stagedTrace } from '../trace/fixture_stages';
import { removalOf, storedWithout, type RemovedPart } from './removal';
import { partAfter, partsOf, removals } from './removals';
import { drawn, texts } from './testing';

const head = (block: number, number: number): RemovedPart => ({ remove: 'head', block, head: number });
const mlp = (block: number): RemovedPart => ({ remove: 'mlp', block, head: 0 });
const positions: RemovedPart = { remove: 'positions', block: 0, head: 0 };
const mask: RemovedPart = { remove: 'mask', block: 0, head: 0 };

test('each part has its number, where it stands in the model', async () => {
  const trace = stagedTrace();
  const { element, view } = await drawn(removals, { remove: 'mlp', block: 1 }, { trace });
  const shown = texts(element, '[data-removal]').map(Number);
  expect(shown).toHaveLength(2 * (3 + 1) + 2);
  partsOf(config).forEach((part, i) => expect(shown[i]).toBeCloseTo(storedWithout(trace, part)!.kl, 2));
  expect(texts(element, '.gf-selected')).toHaveLength(1);
  expect(element.querySelector('.gf-selected')!.getAttribute('data-removal')).toBe('7');
  expect(
    removals
      .table(trace, view, 'en')
      .rows.map(([name]) => name)
      .slice(-3),
  ).toEqual(['the MLP of block 1', 'the positions', 'the causal mask']);
  expect(removals.describe(trace, view, 'en')).toMatch(/^Without the MLP of block 1 the KL divergence is/);
});

test('the most needed part has the strongest colour', async () => {
  const { element } = await drawn(removals, {}, { trace: stagedTrace() });
  const strongest = element.querySelectorAll('.gf-s10');
  expect([...strongest].map((cell) => cell.getAttribute('data-removal'))).toEqual(['8']); // the positions
});

test('a text of which nothing is stored says so', async () => {
  const { element, view, trace } = await drawn(removals, {}, { trace: fixtureTrace() });
  expect(element.textContent).toContain('computed for the example texts');
  expect(removals.table(trace, view, 'en').rows).toEqual([]);
});

test.each([
  [head(0, 0), 0, 1, head(0, 1)],
  [head(0, 2), 0, 1, mlp(0)],
  [mlp(0), 0, 1, head(1, 0)],
  [head(1, 1), -1, 0, head(0, 1)],
  [mlp(1), 1, 0, positions],
  [positions, 0, 1, mask],
  [positions, -1, 0, head(1, 0)],
  [head(0, 0), 0, -1, null],
  [head(0, 1), -1, 0, null],
  [mask, 1, 0, null],
])('arrows go through the map: case %#', (from, down, right, to) => {
  const found = partAfter(config, from, down, right);
  if (to === null) expect(found).toBeNull();
  else expect(removalOf(config, found!)).toBe(removalOf(config, to));
});

test('Chinese', async () => {
  const { element } = await drawn(removals, {}, { trace: stagedTrace(), locale: 'zh' });
  expect(element.outerHTML).not.toMatch(/\{\w+\}/);
  expect(element.textContent).toContain('位置嵌入');
});
