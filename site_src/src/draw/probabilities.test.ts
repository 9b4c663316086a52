import { expect, test } from 'vitest';
import { fixtureTrace } from '../trace/fixture';
import { probabilities } from './probabilities';
import { probabilitiesOf } from './probabilities-data';
import { drawn, lines, texts } from './testing';

const numberOf = (text: string): number => Number(text.replace('%', '')) / 100;

test('drawing of the model’s own probabilities', async () => {
  expect(lines((await drawn(probabilities)).element)).toMatchSnapshot();
});

test('drawing after temperature and filters', async () => {
  expect(lines((await drawn(probabilities, { temperature: 0.8, topK: 5, topP: 0.9 })).element)).toMatchSnapshot();
});

test('lists the most probable tokens with the probabilities of the trace', async () => {
  const { element, trace } = await drawn(probabilities);
  const [ids, logProbs] = [trace.tensor('top_ids').data, trace.tensor('top_log_probs').data];
  const rows = [...element.querySelectorAll('[data-token-id]')];
  expect(rows.map((row) => Number(row.getAttribute('data-token-id')))).toEqual([...ids.slice(0, 10)]);
  texts(element, 'td.gf-own .gf-number')
    .slice(0, 10)
    .forEach((text, i) => {
      expect(numberOf(text) / Math.exp(logProbs[i]!)).toBeCloseTo(1, 2);
    });
});

test('listed tokens and the rest make up the whole vocabulary', async () => {
  const { trace, view } = await drawn(probabilities, { temperature: 1.5 });
  const data = probabilitiesOf(trace, view);
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  expect(sum(data.rows.map(({ own }) => own)) + data.ownRest).toBeCloseTo(1, 9);
  expect(sum(data.rows.map(({ sampled }) => sampled!)) + data.sampledRest!).toBeCloseTo(1, 9);
  expect(data.ownRest).toBeGreaterThan(0);
});

test('the model’s own probability does not depend on the settings', async () => {
  const trace = fixtureTrace();
  const own = async (settings: object) => {
    const { view } = await drawn(probabilities, settings, { trace });
    return probabilitiesOf(trace, view).rows.map((row) => row.own);
  };
  expect(await own({ temperature: 0.2, topK: 2 })).toEqual(await own({}));
});

test('the cut stands where the filter cuts', async () => {
  const { element, view, trace } = await drawn(probabilities, { topK: 3 });
  const body = [...element.querySelectorAll('tbody tr')];
  expect(body.findIndex((row) => row.classList.contains('gf-cut'))).toBe(3);
  expect(texts(element, '.gf-cut')).toEqual(['3 of 400 tokens stay; those below are cut']);
  expect(element.querySelectorAll('.gf-removed')).toHaveLength(7);
  const { columns, rows } = probabilities.table(trace, view, 'en');
  expect(columns).toEqual([
    'token',
    'id',
    'logit',
    'logit ÷ T',
    'after the filters',
    'probability',
    'model’s own probability',
  ]);
  expect(rows[3]!.slice(4, 6)).toEqual(['−∞', '0']);
});

test('a cut below the list is told in the line of the others', async () => {
  const { element } = await drawn(probabilities, { topK: 30 });
  expect(element.querySelector('.gf-cut')).toBeNull();
  expect(texts(element, '.gf-rest .gf-sampled .gf-soft')).toEqual(['20 of them kept']);
});

test('temperature 0 gives everything to the first', async () => {
  const { element } = await drawn(probabilities, { temperature: 0 });
  expect(texts(element, 'td.gf-sampled .gf-number').slice(0, 2)).toEqual(['100%', 'cut']);
});

test('a logit is the log-probability plus the log-sum-exp', async () => {
  const { trace, view } = await drawn(probabilities);
  const expected = trace.tensor('top_log_probs').data[0]! + trace.tensor('log_sum_exp').data[5]!;
  expect(probabilitiesOf(trace, view).rows[0]!.logit).toBeCloseTo(expected, 5);
  expect(probabilities.table(trace, view, 'en').columns).toEqual(['token', 'id', 'logit', 'model’s own probability']);
});

test('before the last position: what is stored, and what really came next', async () => {
  const { element, trace, view } = await drawn(probabilities, { position: 2, rows: 20, topK: 5 });
  expect(element.querySelectorAll('[data-token-id]')).toHaveLength(10);
  expect(texts(element, '.gf-actual')).toEqual(['·on']);
  expect(element.querySelector('td.gf-sampled')).toBeNull();
  expect(probabilitiesOf(trace, view).settingsIgnored).toBe(true);
  expect(element.textContent).toContain('after the last position only');
});

test('describes the first token', async () => {
  const { trace, view } = await drawn(probabilities, { topK: 1 });
  expect(probabilities.describe(trace, view, 'en')).toMatch(
    /^After “·mat”, the most probable next token is “\S+”: [\d.]+% by the model itself, 100% after the settings\.$/,
  );
});

test('Chinese', async () => {
  const { element } = await drawn(probabilities, { temperature: 2, topP: 0.5 }, { locale: 'zh' });
  expect(element.textContent).toContain('模型本身');
  expect(element.outerHTML).not.toMatch(/\{\w+\}/);
});
