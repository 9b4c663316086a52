import { expect, test } from 'vitest';
import { rank, sample } from '../core/sampling';
import { entropy, logSumExp } from '../core/softmax';
import type { Tensor } from '../core/types';
import { TOP } from '../generated/schema';
import { toHalf } from '../trace/half';
import { config, fixtureTrace, traceMeta } from '../trace/fixture';
import { widenHalf } from '../trace/half';
import { createTrace } from '../trace/trace';
import { distributionAt } from './distribution';

const SIZE = 50_257;

/** Logits as a trained model has them: a few likely tokens, and a crowd that was hardly ever seen, all close together. */
const logits = Array.from(
  { length: SIZE },
  (_, id) => (id < 2000 ? 4 - 2 * Math.log(id + 1) : -9.602) + 0.001 * Math.sin(id),
);
const total = logSumExp(logits);
const exact = Float64Array.from(logits, (logit) => logit - total);

const halves = widenHalf(Uint16Array.from(exact, toHalf));

/** The exact distribution as a trace stores it: the top exactly, all tokens in half precision. */
function storedTrace() {
  const top = rank(exact).slice(0, TOP);
  const tensor = (name: string, data: Tensor['data']): Tensor => ({
    name,
    dims: ['vocab'],
    shape: [data.length],
    data,
  });
  const meta = traceMeta(1);
  return createTrace({
    meta: { ...meta, model: { ...meta.model, config: { ...config, d_vocab: SIZE } } },
    tensors: {
      log_probs: tensor('log_probs', halves),
      top_ids: tensor('top_ids', Int32Array.from(top)),
      top_log_probs: tensor(
        'top_log_probs',
        Float32Array.from(top, (id) => exact[id]!),
      ),
      log_sum_exp: tensor('log_sum_exp', Float32Array.of(total)),
    },
    strings: {},
  });
}

const whole = () => distributionAt(storedTrace(), 0).whole!;

test('the stored halves alone do not give the entropy', () => {
  expect(Math.abs(entropy(halves.map(Math.exp)) - entropy(exact.map(Math.exp)))).toBeGreaterThan(1e-3);
});

test('the probabilities of all tokens sum to 1', () => {
  expect([...whole().logProbs].reduce((sum, logProb) => sum + Math.exp(logProb), 0)).toBeCloseTo(1, 5);
});

test('the entropy is that of the exact distribution', () => {
  expect(Math.abs(whole().entropy - entropy(exact.map(Math.exp)))).toBeLessThan(1e-3);
});

test.each([
  { temperature: 1.5, topK: null, topP: null },
  { temperature: 1, topK: 4000, topP: null },
  { temperature: 0.8, topK: null, topP: 0.999 },
])('so is the entropy after the settings %j', (sampling) => {
  const { logProbs, order } = whole();
  const expected = sample(exact, rank(exact), sampling).entropy;
  expect(Math.abs(sample(logProbs, order, sampling).entropy - expected)).toBeLessThan(1e-3);
});

test('the stored top stays on top of the whole vocabulary’s ranking', () => {
  const { whole: ranked, ids } = distributionAt(fixtureTrace(), 5);
  expect([...ranked!.order.slice(0, TOP)]).toEqual(ids);
  expect(new Set(ranked!.order).size).toBe(config.d_vocab);
});
