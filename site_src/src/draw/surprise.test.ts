import { expect, test } from 'vitest';
import { fixtureTrace, traceMeta, coreTensors, strings } from '../trace/fixture';
import { createTrace } from '../trace/trace';
import { guessesOf, lossOf, surprise } from './surprise';
import { drawn, texts } from './testing';

test('each token but the first has the surprise at what the model gave it', async () => {
  const { element, trace, view } = await drawn(surprise, { position: 2 });
  const given = [...trace.tensor('next_log_prob').data];
  const guesses = guessesOf(trace);
  expect(guesses.map((guess) => guess.surprise)).toEqual(given.map((value) => -value));
  expect(guesses.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5]);
  expect(lossOf(guesses)).toBeCloseTo(-given.reduce((a, b) => a + b) / given.length, 9);
  expect(element.querySelectorAll('tbody tr')).toHaveLength(6);
  expect(element.querySelector('tr.gf-selected')!.getAttribute('data-position')).toBe('2');
  expect(texts(element, '.gf-readout')[0]).toContain(`Average: ${lossOf(guesses).toFixed(2)} nats`);
  expect(surprise.describe(trace, view, 'en')).toContain('a surprise of');
});

test('the first token is no question', async () => {
  const { trace, view, element } = await drawn(surprise, { position: 0 }, { trace: fixtureTrace() });
  expect(surprise.describe(trace, view, 'en')).toContain('stands nothing');
  expect(texts(element, 'tbody tr')[0]).toContain('no guess');
  const alone = createTrace({ meta: traceMeta(1), tensors: coreTensors(1), strings });
  const one = await drawn(surprise, {}, { trace: alone });
  expect(texts(one.element, '.gf-note')).toEqual(['A text of one token holds no question: nothing stands before it.']);
});

test('Chinese', async () => {
  const { element } = await drawn(surprise, {}, { locale: 'zh' });
  expect(element.outerHTML).not.toMatch(/\{\w+\}/);
});
