import { expect, test } from 'vitest';
import { lotOf } from '../core/generation';
import { fixtureTrace } from '../trace/fixture';
import { stagedTrace } from '../trace/fixture_stages';
import { generate } from './generate';
import { drawn, lines, texts } from './testing';

const trace = stagedTrace();

test('drawing', async () => {
  const { element } = await drawn(generate, { rows: 3, selected: 1 }, { trace });
  await expect(lines(element)).toMatchFileSnapshot('__snapshots__/generate.html');
});

test('the text, what is written after it, and the distribution of the newest token', async () => {
  const { element, view } = await drawn(generate, { rows: 5 }, { trace });
  expect(texts(element, '.gf-given')).toHaveLength(6);
  const line = trace.loadedContinuation()!;
  expect(element.querySelectorAll('[data-written]')).toHaveLength(line.length);
  expect(element.querySelector('.gf-new.gf-selected')!.getAttribute('data-written')).toBe(String(line.length - 1));
  const rows = [...element.querySelectorAll('tbody tr')];
  const last = line.at(-1)!;
  expect(
    rows.filter((row) => row.classList.contains('gf-drawn')).map((row) => row.getAttribute('data-token-id')),
  ).toEqual([String(last.id)]);
  expect(rows.length).toBe(last.rank < 5 ? 5 : 6);
  expect(generate.describe(trace, view, 'en')).toContain('4 tokens are written');
});

test('logit, logit ÷ T, what the filters leave, and the two probabilities agree with each other', async () => {
  const { element } = await drawn(generate, { rows: 20, selected: 0 }, { trace });
  const token = trace.loadedContinuation()![0]!;
  const cells = [...element.querySelectorAll('tbody tr')].map((row) =>
    [...row.querySelectorAll('td')].map((cell) => cell.textContent),
  );
  cells.slice(0, 20).forEach(([logit, scaled, filtered, sampled, own], row) => {
    const candidate = token.distribution.candidates[row]!;
    const number = (text = ''): number => Number(text.replace('−', '-').replace('%', ''));
    expect(number(logit)).toBeCloseTo(candidate.logit, 2);
    expect(number(scaled)).toBeCloseTo(candidate.logit / 0.8, 1);
    expect(filtered).toBe(candidate.filtered === 0 ? '−∞' : scaled);
    expect(number(sampled)).toBeCloseTo(100 * candidate.filtered, 0);
    expect(number(own)).toBeCloseTo(100 * candidate.probability, 0);
  });
  const [rest, kept, own] = [...element.querySelectorAll('tfoot > tr > *')].map((cell) => cell.textContent);
  expect(rest).toMatch(/^3[78]\d others · (9|10) of them kept$/); // 400 tokens, of which 30 are kept
  const shown = cells.map((cell) => cell.slice(3).map((text) => parseFloat(text)));
  const sum = (column: 0 | 1): number => shown.reduce((total, row) => total + row[column]!, 0);
  expect(parseFloat(kept!) + sum(0)).toBeCloseTo(100, 0);
  expect(parseFloat(own!) + sum(1)).toBeCloseTo(100, 0);
});

test('the needle stands in the piece of the token that was drawn', async () => {
  for (const selected of [0, 1, 2, 3]) {
    const { element } = await drawn(generate, { selected }, { trace });
    const token = trace.loadedContinuation()![selected]!;
    const style = (name: string): string => element.querySelector(name)!.getAttribute('style')!;
    const needle = parseFloat(/left:([\d.]+)%/.exec(style('.gf-needle'))![1]!);
    const [, left, width] = /left:([\d.]+)%;width:([\d.]+)%/.exec(style('.gf-piece.gf-drawn'))!;
    expect(needle).toBeCloseTo(100 * lotOf(token)!, 1);
    expect(needle).toBeGreaterThanOrEqual(Number(left) - 0.01);
    expect(needle).toBeLessThanOrEqual(Number(left) + Number(width) + 0.01);
  }
});

test('a token that the reader put there has no needle, and says so', async () => {
  const line = trace.loadedContinuation()!.map((token, place) => (place === 2 ? { ...token, by: null } : token));
  const { element, view } = await drawn(generate, { line, selected: 2 }, { trace });
  expect(element.querySelector('.gf-needle')).toBeNull();
  expect(element.querySelectorAll('.gf-by-reader')).toHaveLength(1);
  expect(element.textContent).toContain('was put there by you');
  expect(generate.table(trace, view, 'en').rows[2]![2]).toBe('by you');
});

test('ways that were left begin where they part', async () => {
  const line = trace.loadedContinuation()!;
  const { element } = await drawn(generate, { line: line.slice(0, 2), left: [line] }, { trace });
  const [other] = texts(element, '[data-left] .gf-other');
  expect(other).not.toBe('');
  expect(element.querySelectorAll('[data-left]')).toHaveLength(1);
});

test('the table has every token', async () => {
  const { view } = await drawn(generate, {}, { trace });
  const { columns, rows } = generate.table(trace, view, 'en');
  expect(columns).toHaveLength(9);
  expect(rows.map(([position]) => position)).toEqual(['6', '7', '8', '9']);
  expect(rows[0]![2]).toBe('temperature 0.8 · top-k 30 · seed 5');
});

test('a text after which nothing is written says so, in both languages', async () => {
  const { element, view, trace: bare } = await drawn(generate, {}, { trace: fixtureTrace() });
  expect(element.querySelector('table')).toBeNull();
  expect(element.textContent).toContain('Nothing is written yet');
  expect(generate.describe(bare, view, 'en')).toBe('Nothing is written after the text yet.');
  const { element: chinese } = await drawn(generate, {}, { trace, locale: 'zh' });
  expect(chinese.outerHTML).not.toMatch(/\{\w+\}/);
});
