import { expect, test, vi } from 'vitest';
import { fixtureTrace } from '../../trace/fixture';
import { headOf } from '../head';
import { formulaOf, type Formula } from '../number';
import { sourcesOf } from '../number-source';
import { drawn, texts } from '../testing';
import { explorer } from './explorer';
import { PARTS } from './parts';
import { sceneOf } from './scene';

vi.setConfig({ testTimeout: 30_000 }); // drawings take a while where the machine is busy

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

/** A formula of the page as JavaScript: null where it has words in it. */
function computed(expression: string): number | null {
  const code = expression
    .replace(
      /×10(⁻?)([⁰¹²³⁴-⁹]+)/g,
      (_, minus: string, power: string) =>
        `e${minus ? '-' : ''}${[...power].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(digit)).join('')}`,
    )
    .replace(/,(?=\d{3})/g, '')
    .replaceAll('−', '-')
    .replaceAll('×', '*')
    .replaceAll('÷', '/')
    .replaceAll('³', '**3')
    .replace(/√(\d+)/g, 'Math.sqrt($1)')
    .replaceAll('√(', 'Math.sqrt(')
    .replaceAll('tanh(', 'Math.tanh(')
    .replaceAll('e^(', 'Math.exp(');
  if (/[^\d\s.+*/()e-]/.test(code.replace(/Math\.(sqrt|tanh|exp)/g, ''))) return null;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- digits and operators alone
  return Number(new Function(`return ${code}`)());
}

/** Numbers that are shown, each with its formula. */
function explainedIn(element: Element): { shown: string; formula: Formula }[] {
  return [...element.querySelectorAll('.gf-explained')].flatMap((found) =>
    Array.from({ length: Number(found.getAttribute('data-size') ?? 1) }, (_, i) => ({
      shown: found.hasAttribute('data-size') ? '' : found.textContent,
      formula: formulaOf(found, i)!,
    })),
  );
}

const EXPLAINED = PARTS.filter((part) => part !== 'tokens' && part !== 'heads');

test.each(EXPLAINED)('every formula of %s gives its number, and the number is the one that is shown', async (part) => {
  const settings = { part, block: 1, head: 1, position: 3, temperature: part === 'probabilities' ? 0.8 : 1 };
  const { element, trace } = await drawn(explorer, { ...settings, position: part === 'probabilities' ? 5 : 3 });
  const found = explainedIn(element);
  expect(found.length).toBeGreaterThan(10);
  for (const { shown, formula } of found) {
    const steps = formula.text.replace(/^[^=]*: /, '').split(' = ');
    const result = computed(steps.at(-1)!)!;
    expect([formula.text, Number.isFinite(result)]).toEqual([formula.text, true]);
    // The fixture's W_O and attn_out, and its values and z, are made up apart from each other.
    const madeUp = formula.from.includes('b_O') || (formula.from.includes('v') && formula.from.includes('scores'));
    for (const step of madeUp ? [] : steps.slice(0, -1)) {
      const value = computed(step);
      if (value === null) continue;
      const size = [...step.matchAll(/[\d.]+/g)].reduce((most, [digits]) => Math.max(most, Number(digits)), 1);
      expect([formula.text, Math.abs(value - result) < 3e-4 * size]).toEqual([formula.text, true]);
    }
    if (/^[−\d.,]+$/.test(shown))
      expect(Math.abs(read(shown) - result)).toBeLessThanOrEqual(0.0051 * Math.max(1, Math.abs(result)));
    expect(sourcesOf(trace, formula.from, 'en').length).toBeGreaterThan(0);
  }
});

test.each([
  ['tokens', '.gf-chip-id, .gf-byte, .gf-bpe-id, .gf-bpe-label[data-merge]:not([data-merge="0"])'],
  ['mlp', 'td.gf-number, .gf-neurons td > .gf-number'],
  ['ln1', '.gf-u-step:last-child .gf-note:last-child'],
] as const)('of %s, the numbers in lists and sentences say how they come about', async (part, places) => {
  const { element, trace } = await drawn(explorer, { part, block: 1, position: 3 });
  const found = [...element.querySelectorAll(places)].map((place) => explainedIn(place));
  expect(found.length).toBeGreaterThan(0);
  for (const numbers of found) {
    expect(numbers.length).toBeGreaterThan(0);
    for (const { shown, formula } of numbers) {
      const last = formula.text.split(' = ').at(-1)!;
      if (part === 'tokens') expect(last).toBe(shown.replace('#', ''));
      else
        expect(Math.abs(read(shown.replace('+', '')) - read(last))).toBeLessThan(
          0.006 * Math.max(1, Math.abs(read(last))),
        );
      expect(sourcesOf(trace, formula.from, 'zh').length).toBeGreaterThan(0);
    }
  }
});

test('a cell of the matrix says how its value comes about, masked ones too', async () => {
  const { element, trace } = await drawn(explorer, { part: 'attention', block: 1, head: 2, position: 4, key: 1 });
  const matrix = element.querySelector('.gf-matrix')!;
  const size = trace.meta.tokens.length;
  expect(['size', 'columns', 'start'].map((name) => matrix.getAttribute(`data-${name}`))).toEqual(['36', '6', '25']);
  const texts = Array.from({ length: size * size }, (_, i) => formulaOf(matrix, i)!.text);
  const head = headOf(trace, 1, 2);
  texts.forEach((text, i) => {
    const [query, key] = [Math.floor(i / size), i % size];
    expect(computed(text.split(' = ')[0]!.replace('∞', '1e9'))).toBeCloseTo(head.value('pattern', query, key), 3);
  });
});

test('a formula says where its numbers come from, and how exact they are', () => {
  const trace = fixtureTrace();
  expect(sourcesOf(trace, ['q', 'W_Q'], 'en')).toEqual([
    'Stored trace, computed with fp32 weights: q (float32)',
    `Weights of ${trace.meta.model.name}, stored for this text: W_Q (float32)`,
  ]);
  const live = { ...trace, meta: { ...trace.meta, source: 'live' as const, variant: 'q8' } };
  expect(sourcesOf(live, ['W_Q'], 'en')).toEqual(['Weights of the loaded model, q8, unpacked: W_Q (float32)']);
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
