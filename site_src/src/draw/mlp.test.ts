import { expect, test } from 'vitest';
import { gelu } from '../core/gelu';
import { createTrace } from '../trace/trace';
import { config, coreTensors, fixtureTrace, layerTensors, strings, traceMeta } from '../trace/fixture';
import { mlp } from './mlp';
import { neuronsAt, strongestOf, towards, workedNeuron } from './mlp-data';
import { drawn, lines, texts } from './testing';

test('drawing', async () => {
  expect(lines((await drawn(mlp, { block: 1, position: 3, neuron: 4 })).element)).toMatchSnapshot();
});

test('neurons are those of the trace, and GELU is applied to each', async () => {
  const { trace, view } = await drawn(mlp, { block: 1, position: 2 });
  const neurons = neuronsAt(trace, view)!;
  const stored = layerTensors(1).mlp_pre.data.slice(2 * config.d_mlp, 3 * config.d_mlp);
  expect(neurons.map(({ before }) => before)).toEqual([...stored]);
  expect(neurons[7]!.after).toBe(gelu(stored[7]!));
  const listed = strongestOf(neurons);
  const rest = neurons.filter((neuron) => !listed.includes(neuron)).map(({ after }) => after);
  expect(Math.min(...listed.map(({ after }) => after))).toBeGreaterThanOrEqual(Math.max(...rest));
});

test('the products and the bias of a neuron add up to what it is before GELU', async () => {
  const { trace, view } = await drawn(mlp, { block: 1, position: 4 });
  for (const index of trace.loadedLayerWeights(1)!.neuron_ids.data) {
    const neuron = neuronsAt(trace, view)![index]!;
    expect(workedNeuron(trace, view, neuron)!.sum.total).toBeCloseTo(neuron.before, 4);
  }
});

test('what a neuron does to a logit is its strength times the stored number, less the average token’s', async () => {
  const { trace, view } = await drawn(mlp, { block: 0, position: 5 });
  const weights = trace.loadedLayerWeights(0)!;
  const neuron = neuronsAt(trace, view)![weights.neuron_ids.data[2]!]!;
  const { raises, lowers } = workedNeuron(trace, view, neuron)!;
  const strength = neuron.after / trace.tensor('ln_final_scale').data[5]!;
  const width = weights.towards_ids.shape[1]!;
  const expected = strength * (weights.towards_logits.data[2 * width]! - weights.mean_logit.data[2]!);
  expect((strength >= 0 ? raises : lowers)[0]!.logit).toBeCloseTo(expected, 9);
  expect(towards(trace, 0, neuron.index)).toHaveLength(width);
});

test('a neuron whose weights are not stored says so', async () => {
  const { trace, element } = await drawn(mlp, { block: 0, neuron: 47 });
  expect([...trace.loadedLayerWeights(0)!.neuron_ids.data]).not.toContain(47);
  expect(texts(element, '.gf-note').at(-1)).toContain('The weights of neuron 47 are not stored');
});

test('without the detail of the block it says so', async () => {
  const trace = createTrace({ meta: traceMeta(), tensors: coreTensors(), strings });
  const { element, view } = await drawn(mlp, {}, { trace });
  expect(texts(element, 'p')).toEqual(['The numbers of block 0 are not loaded yet.']);
  expect(mlp.table(trace, view, 'en').rows).toEqual([]);
});

test('the table lists the strongest, the sentence the chosen one', async () => {
  const { trace, view } = await drawn(mlp, { neuron: 3 }, { trace: fixtureTrace() });
  const { columns, rows } = mlp.table(trace, view, 'en');
  expect(rows).toHaveLength(10);
  expect(rows.every((row) => row.length === columns.length)).toBe(true);
  expect(mlp.describe(trace, view, 'en')).toMatch(/^Block 0 at “·mat”: neuron 3 goes from \S+ to \S+ in GELU\./);
});

test('Chinese', async () => {
  const { element } = await drawn(mlp, {}, { locale: 'zh' });
  expect(element.outerHTML).not.toMatch(/\{\w+\}/);
});
