import { expect, test } from 'vitest';
import { fixtureTrace } from '../trace/fixture';
import { stagedTrace } from '../trace/fixture_stages';
import { precision } from './precision';
import { drawn, texts } from './testing';

test('a column a precision, a row a token of the full model', async () => {
  const { element, trace } = await drawn(precision, { rows: 4 }, { trace: stagedTrace() });
  const { names, tensors } = trace.loadedPrecisions()!;
  expect(texts(element, '.gf-column-name')).toEqual([...names]);
  expect(element.querySelectorAll('tbody tr')).toHaveLength(4);
  const width = tensors.compared_ids.data.length;
  const shown = texts(element, 'tbody tr:first-child .gf-number').map(parseFloat);
  shown.forEach((percent, place) =>
    expect(percent).toBeCloseTo(100 * Math.exp(tensors.compared_log_probs.data[place * width]!), 1),
  );
});

test('what stands first is marked at each precision, and its KL divergence stated', async () => {
  const { element, trace } = await drawn(precision, { rows: 8 }, { trace: stagedTrace() });
  expect(element.querySelectorAll('tbody tr:first-child .gf-best').length).toBeGreaterThan(0);
  expect(element.querySelector('thead')!.textContent).toMatch(/the reference.*KL .* nats/);
  expect(trace.loadedPrecisions()!.tensors.kl.data[0]).toBe(0);
});

test('its table has the same numbers', async () => {
  const { trace, view } = await drawn(precision, { rows: 3 }, { trace: stagedTrace() });
  const { columns, rows } = precision.table(trace, view, 'en');
  expect(columns).toHaveLength(4);
  expect(rows).toHaveLength(3);
  expect(Number(rows[0]![1])).toBeGreaterThanOrEqual(Number(rows[1]![1]));
});

test('a text with one precision says so', async () => {
  const { element, trace, view } = await drawn(precision, {}, { trace: fixtureTrace() });
  expect(element.textContent).toMatch(/only one precision/);
  expect(precision.table(trace, view, 'en').rows).toEqual([]);
});
