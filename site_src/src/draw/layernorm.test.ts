import { expect, test } from 'vitest';
import { createTrace } from '../trace/trace';
import { config, coreTensors, fixtureTrace, layerTensors, strings, traceMeta } from '../trace/fixture';
import { layernorm } from './layernorm';
import { normalisedAt, NORMS } from './layernorm-data';
import { drawn, lines, texts } from './testing';

const mean = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0) / config.d_model;

test('drawing', async () => {
  expect(lines((await drawn(layernorm, { block: 1, position: 3 })).element)).toMatchSnapshot();
});

test.each(NORMS)('%s: what comes out has mean 0 and variance 1, and the scale is the trace’s own', async (which) => {
  const { trace } = await drawn(layernorm, { which, block: 0, position: 2 });
  const found = normalisedAt(trace, which, 0, 2)!;
  expect(mean(found.normal)).toBeCloseTo(0, 6);
  expect(mean(found.normal.map((value) => value ** 2))).toBeCloseTo(1, 3);
  expect(found.scale).toBeCloseTo(Math.sqrt(found.variance + config.layer_norm_epsilon), 5);
});

test('each reads the stream at its own place', async () => {
  const trace = fixtureTrace();
  await Promise.all([trace.layer(0), trace.layer(1)]);
  const norms = (name: 'resid_pre_norm' | 'resid_mid_norm' | 'resid_final_norm') => trace.tensor(name).data;
  const length = (which: (typeof NORMS)[number]): number => Math.hypot(...normalisedAt(trace, which, 0, 4)!.before);
  expect(length('ln_1')).toBeCloseTo(norms('resid_pre_norm')[4]!, 4);
  expect(length('ln_2')).toBeCloseTo(norms('resid_mid_norm')[4]!, 4);
  expect(length('ln_f')).toBeCloseTo(norms('resid_final_norm')[4]!, 4);
});

test('gain and bias are the model’s', async () => {
  const { trace } = await drawn(layernorm, { block: 1, position: 1 });
  const found = normalisedAt(trace, 'ln_1', 1, 1)!;
  const { ln_1_weight: gain, ln_1_bias: bias } = trace.loadedLayerWeights(1)!;
  expect(found.learned!.after[7]).toBeCloseTo(found.normal[7]! * gain.data[7]! + bias.data[7]!, 6);
});

test('the worked number is the one furthest from the mean, or the one that is chosen', async () => {
  const title = async (component: number | null) =>
    texts((await drawn(layernorm, { block: 0, position: 2, component })).element, '.gf-worked p')[0];
  const { trace } = await drawn(layernorm, { block: 0, position: 2 });
  const { normal } = normalisedAt(trace, 'ln_1', 0, 2)!;
  const sizes = [...normal].map(Math.abs);
  expect(await title(null)).toBe(`Number ${sizes.indexOf(Math.max(...sizes))} of the vector, worked out`);
  expect(await title(5)).toBe('Number 5 of the vector, worked out');
});

test('every token comes out at the same length', async () => {
  const { element } = await drawn(layernorm, {});
  const after = texts(element, '.gf-ledger td:last-child .gf-number').map(Number);
  expect(after).toHaveLength(6);
  after.forEach((length) => expect(Math.abs(length - Math.sqrt(config.d_model))).toBeLessThan(0.01));
});

test('what is not stored is said', async () => {
  const parts = { meta: traceMeta(), tensors: coreTensors(), strings };
  const bare = await drawn(layernorm, {}, { trace: createTrace(parts) });
  expect(texts(bare.element, '.gf-note')).toEqual(['The numbers of block 0 are not loaded yet.']);
  const loadLayer = (layer: number) => Promise.resolve(layerTensors(layer));
  const { element, trace, view } = await drawn(layernorm, {}, { trace: createTrace({ ...parts, loadLayer }) });
  expect(texts(element, '.gf-note')[0]).toContain('not stored for this text');
  expect(layernorm.table(trace, view, 'en').rows[0]!.slice(3)).toEqual(['–', '–', '–']);
});

test('the table has every number, and the sentence the lengths', async () => {
  const { trace, view } = await drawn(layernorm, { position: 1 });
  const { columns, rows } = layernorm.table(trace, view, 'en');
  expect(rows).toHaveLength(config.d_model);
  expect(rows.every((row) => row.length === columns.length)).toBe(true);
  expect(layernorm.describe(trace, view, 'en')).toMatch(
    /^At “·cat” the mean .+: the length goes from [\d.]+ to 3\.46\.$/,
  );
});

test('Chinese', async () => {
  const { element } = await drawn(layernorm, {}, { locale: 'zh' });
  expect(element.outerHTML).not.toMatch(/\{\w+\}/);
});
