import { expect, test } from 'vitest';
import { fixtureTrace } from '../trace/fixture';
import type { Trace } from '../trace/types';
import { ablate, divergence, type Experiment } from './ablate';
import { formatNumber } from '../core/numbers';
import { stagedTrace } from '../trace/fixture_stages';
import { removalOf } from './removal';
import { drawn, texts } from './testing';

/** The same trace, its predictions shifted by one place in the vocabulary. */
function shifted(trace: Trace): Trace {
  const { data, shape } = trace.tensor('log_probs');
  const moved = Float32Array.from(data, (_, id) => data[(id + 1) % data.length]!);
  const top = trace.tensor('top_ids');
  const ids = Int32Array.from(top.data, (id) => (id + data.length - 1) % data.length);
  const tensors: Record<string, unknown> = {
    log_probs: { data: moved, shape },
    top_ids: { data: ids, shape: top.shape },
  };
  const tensor = (name: Parameters<Trace['tensor']>[0]) => (tensors[name] ?? trace.tensor(name)) as never;
  return new Proxy(trace, {
    get: (target, name) => (name === 'tensor' ? tensor : (Reflect.get(target, name) as unknown)),
  });
}

const before = fixtureTrace();
const experiment: Experiment = { remove: 'head', block: 1, head: 0, before, after: shifted(before) };

test('before a run it shows the model as it is, and says how to see more', async () => {
  const { element } = await drawn(ablate, { rows: 3 });
  expect(texts(element, '.gf-column-name')).toEqual(['as it is']);
  expect(element.querySelectorAll('tbody tr')).toHaveLength(3);
  expect(element.textContent).toMatch(/without head \d+ of block \d+, the model has to run/);
});

test('after a run both predictions stand side by side, with their distance', async () => {
  const { element, view } = await drawn(ablate, { rows: 4, experiment });
  expect(texts(element, '.gf-column-name')).toEqual(['as it is', 'without head 0 of block 1']);
  expect(element.querySelector('thead')!.textContent).toContain('KL');
  expect(ablate.table(before, view, 'en').columns).toHaveLength(3);
  expect(ablate.describe(before, view, 'en')).toMatch(/^Without head 0 of block 1 the KL divergence is/);
});

test('what is stored of an example stands there without a run', async () => {
  const trace = stagedTrace();
  const { element, view } = await drawn(ablate, { rows: 4, remove: 'mlp', block: 1 }, { trace });
  expect(texts(element, '.gf-column-name')).toEqual(['as it is', 'without the MLP of block 1']);
  expect(element.textContent).toContain('Both columns were computed when this site was built');
  const stored = trace.loadedAblations()!;
  const place = removalOf(trace.meta.model.config, view);
  expect(place).toBe(2 * 3 + 1);
  const rows = ablate.table(trace, view, 'en').rows.map((cells) => Number(cells[2]));
  [...stored.compared_log_probs.data.subarray(place * 20, place * 20 + 4)].forEach((logProb, row) =>
    expect(rows[row]).toBeCloseTo(Math.exp(logProb), 3),
  );
  expect(ablate.describe(trace, view, 'en')).toContain(`KL divergence is ${formatNumber(stored.kl.data[place]!)} nats`);
});

test('the distance is that of the definition, and 0 from itself', () => {
  const [p, q] = [experiment.before, experiment.after].map((trace) => [...trace.tensor('log_probs').data]);
  const expected = p!.reduce((sum, own, id) => sum + Math.exp(own) * (own - q![id]!), 0);
  expect(divergence(experiment)).toBeCloseTo(expected, 9);
  expect(divergence(experiment)).toBeGreaterThan(0);
  expect(divergence({ ...experiment, after: before })).toBe(0);
});
