import { expect, test } from 'vitest';
import { stagedTrace } from '../trace/fixture_stages';
import { fixtureTrace } from '../trace/fixture';
import { drawn, texts } from './testing';
import { training } from './training';

const staged = (settings: object) => drawn(training, settings, { trace: stagedTrace() });

test('shows the last checkpoint where none is named, or one that there is not', async () => {
  for (const stage of [null, 3, 99]) {
    const { element } = await staged({ stage });
    expect(element.querySelector('.gf-stage')!.textContent).toBe('After step 1,000: 2,048,000 tokens read');
    expect(element.querySelector('[data-stage].gf-selected')!.getAttribute('data-stage')).toBe('3');
  }
});

test('shows the first one as what it is', async () => {
  const { element, trace } = await staged({ stage: 0 });
  expect(element.querySelector('.gf-stage')!.textContent).toBe('Before the first step: nothing read yet');
  const size = trace.loadedTraining()!.stages[0]!.tensors.top_ids.data.length;
  expect(element.querySelectorAll('tbody tr')).toHaveLength(Math.min(8, size));
});

test('lists what the checkpoint expects, from its own log-probabilities', async () => {
  const { element, trace } = await staged({ stage: 2, rows: 2 });
  const { top_ids: ids, top_log_probs: logProbs } = trace.loadedTraining()!.stages[2]!.tensors;
  const rows = [...element.querySelectorAll('tbody tr')];
  expect(rows.map((row) => Number(row.getAttribute('data-token-id')))).toEqual([...ids.data.slice(0, 2)]);
  const shown = texts(element, '.gf-number').slice(0, 2).map(parseFloat);
  shown.forEach((percent, i) => expect(percent).toBeCloseTo(100 * Math.exp(logProbs.data[i]!), 1));
});

test('draws the pattern of the checkpoint, not of the model', async () => {
  const first = await staged({ stage: 0, block: 1, head: 1 });
  const last = await staged({ stage: 3, block: 1, head: 1 });
  const cell = (element: Element): string =>
    element.querySelector('.gf-cell[data-query="1"][data-key="0"]')!.textContent;
  expect(cell(first.element)).toBe('0.50'); // untrained: every earlier token alike
  expect(cell(last.element)).not.toBe('0.50');
});

test('says where a text was not followed', async () => {
  const { element, trace, view } = await drawn(training, {}, { trace: fixtureTrace() });
  expect(element.textContent).toMatch(/was not followed/);
  expect(training.describe(trace, view, 'en')).toMatch(/was not followed/);
});

test('its table has all checkpoints', async () => {
  const { trace, view } = await staged({});
  const { rows, columns } = training.table(trace, view, 'zh');
  expect(rows.map(([step]) => step)).toEqual(['0', '10', '100', '1,000']);
  expect(columns).toHaveLength(rows[0]!.length);
});
