import { expect, test } from 'vitest';
import { createTrace } from '../trace/trace';
import { config, coreTensors, fixtureTrace, strings, traceMeta } from '../trace/fixture';
import { embedding } from './embedding';
import { embeddedAt, neighboursAt } from './embedding-data';
import { neighbours } from './neighbours';
import { drawn, lines, texts } from './testing';
import { mainDirection, periodOf, someOf, wavesOf } from './waves';

const bare = () => createTrace({ meta: traceMeta(), tensors: coreTensors(), strings });

test('embedding', async () => {
  expect(lines((await drawn(embedding, { position: 3 })).element)).toMatchSnapshot();
});

test('neighbours', async () => {
  expect(lines((await drawn(neighbours, { position: 3 })).element)).toMatchSnapshot();
});

test('the sum is the row of wte plus the row of wpe, of that position', async () => {
  const trace = fixtureTrace();
  const { embed, pos_embed } = await trace.weights();
  const { sum, wte, wpe } = embeddedAt(trace, 4)!;
  expect(sum).toHaveLength(config.d_model);
  expect(wte[5]).toBe(embed.data[4 * config.d_model + 5]);
  expect(sum[5]).toBeCloseTo(wte[5]! + pos_embed.data[4 * config.d_model + 5]!, 7);
  expect(wpe).toHaveLength(config.d_model);
});

test('the number that is read out is the largest of the sum, or the one that is chosen', async () => {
  const readout = async (component: number | null) =>
    texts((await drawn(embedding, { position: 2, component })).element, '.gf-readout')[0]!;
  const { trace } = await drawn(embedding, { position: 2 });
  const sizes = [...embeddedAt(trace, 2)!.sum].map(Math.abs);
  expect(await readout(null)).toContain(`Number ${sizes.indexOf(Math.max(...sizes))}:`);
  expect(await readout(7)).toMatch(/^Number 7: \S+ \+ \(?\S+\)? = \S+$/);
});

test('the curves are those of the stored numbers of wpe, at every position', async () => {
  const { trace, element } = await drawn(embedding, { position: 3 });
  const weights = trace.loadedWeights()!;
  const waves = wavesOf(weights);
  const { wpe_columns: stored, wpe_column_ids: ids } = weights;
  const columns = Array.from(ids.data, (number, place) => ({
    number,
    values: Array.from({ length: config.n_ctx }, (_, x) => stored.data[x * stored.shape[1]! + place]),
  }));
  expect(waves).toHaveLength(columns.length);
  expect(waves.map(({ number, values }) => ({ number, values }))).toEqual(expect.arrayContaining(columns));
  expect(mainDirection(weights).values[7]).toBe(weights.wpe_components.data[7 * weights.wpe_components.shape[1]!]);
  expect(element.querySelectorAll('.gf-waves .gf-chart, .gf-positions > .gf-wave-part')).toHaveLength(5);
  expect(element.querySelectorAll('.gf-wave-dot')).toHaveLength(5);
});

test.each([2.5, 8, 40])('a wave of %d positions is found, with noise on it', (period) => {
  const noise = (x: number): number => ((x * 7919) % 13) / 13 - 0.5;
  const values = Array.from({ length: 240 }, (_, x) => Math.cos((2 * Math.PI * x) / period) + noise(x) + 3);
  expect(periodOf(values)).toBe(period);
});

test('of many waves the longest and the shortest are shown', () => {
  const waves = [40, 9, 8, 5, 4, 3].map((period, number) => ({ number, period, values: [] }));
  expect(someOf(waves, 4).map(({ period }) => period)).toEqual([40, 8, 5, 3]);
  expect(someOf(waves.slice(0, 3), 4)).toHaveLength(3);
});

test('neighbours are those of their own position, with their cosines', async () => {
  const { trace, element, view } = await drawn(neighbours, { position: 2 });
  const weights = trace.loadedWeights()!;
  const near = neighboursAt(weights, 2);
  const width = weights.neighbour_ids.shape[1]!;
  expect(near.map(({ id }) => id)).toEqual([...weights.neighbour_ids.data.slice(2 * width, 3 * width)]);
  expect(texts(element, '.gf-ledger tr[data-token-id]')).toHaveLength(width);
  expect(neighbours.table(trace, view, 'en').rows.map((row) => Number(row[1]))).toEqual(near.map(({ id }) => id));
});

test.each([embedding, neighbours])('without stored weights $kind says so', async (figure) => {
  const { element, trace, view } = await drawn(figure, {}, { trace: bare() });
  expect(texts(element, 'p')).toEqual([
    'The embeddings of this text are not stored. Choose an example text to see them.',
  ]);
  expect(figure.table(trace, view as never, 'en').rows).toEqual([]);
  expect(figure.describe(trace, view as never, 'en')).toContain('not stored');
});

test.each([embedding, neighbours])('$kind in Chinese', async (figure) => {
  const { element, trace, view } = await drawn(figure, {}, { locale: 'zh' });
  expect(element.outerHTML + figure.describe(trace, view as never, 'zh')).not.toMatch(/\{\w+\}/);
});
