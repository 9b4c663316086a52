/** The small trace for tests with what belongs to its text: predictions at other precisions, stages of training. */
import { rank } from '../core/sampling';
import { logSumExp } from '../core/softmax';
import { BRIEF_TOP } from '../generated/schema';
import { config, coreTensors, fixtureTrace, layerTensors, strings, traceMeta, words } from './fixture';
import { continuation } from './fixture_continuation';
import { tensorsOf } from './fixture_tensors';
import { createTrace } from './trace';
import type { Ablations, Precisions, Stage, Trace, Training } from './types';

const STEPS = [0, 10, 100, 1000];

interface Prediction {
  readonly logProbs: readonly number[];
  readonly order: readonly number[];
}

/** The last position's prediction, sharpened, and moved by up to `error` nats a token. */
function prediction(tokens: number, error: number, sharpness = 1): Prediction {
  const { data } = coreTensors(tokens).log_probs;
  const logits = Array.from(data, (value, id) => sharpness * value + error * Math.sin(id * 12.9898));
  const total = logSumExp(logits);
  return { logProbs: logits.map((logit) => logit - total), order: [...rank(logits)] };
}

const best = ({ order }: Prediction): number[] => order.slice(0, BRIEF_TOP);
const at = ({ logProbs }: Prediction, ids: readonly number[]): number[] => ids.map((id) => logProbs[id]!);

/** KL(reference || other) in nats. */
const divergence = (reference: Prediction, other: Prediction): number =>
  reference.logProbs.reduce((sum, p, id) => sum + Math.exp(p) * (p - other.logProbs[id]!), 0);

export function precisions(tokens = words.length): Precisions {
  const all = [0, 0.02, 0.4].map((error) => prediction(tokens, error));
  const reference = all[0]!;
  const sizes = { precision: all.length, compared: BRIEF_TOP, brief_top: BRIEF_TOP };
  const values = {
    megabytes: [40, 11, 7],
    kl: all.map((each) => divergence(reference, each)),
    compared_ids: best(reference),
    compared_log_probs: all.flatMap((each) => at(each, best(reference))),
    top_ids: all.flatMap(best),
    top_log_probs: all.flatMap((each) => at(each, best(each))),
  };
  return { names: ['fp32', 'q8', 'q4'], tensors: tensorsOf('precision', sizes, values) };
}

/** The farther from the end a part stands, the more is lost without it; the positions most of all. */
export function ablations(tokens = words.length): Ablations {
  const count = config.n_layer * (config.n_head + 1) + 2;
  const whole = prediction(tokens, 0);
  const all = Array.from({ length: count }, (_, place) =>
    prediction(tokens, place === count - 2 ? 3 : 1 / (place + 1)),
  );
  const sizes = { removal: count, compared: BRIEF_TOP };
  const values = {
    kl: all.map((each) => divergence(whole, each)),
    compared_ids: best(whole),
    compared_log_probs: all.flatMap((each) => at(each, best(whole))),
    best_ids: all.map(({ order }) => order[0]!),
  };
  return tensorsOf('ablation', sizes, values);
}

export function training(tokens = words.length): Training {
  const loss = (step: number): number => 6 - Math.log10(step + 1);
  return {
    stages: STEPS.map((step, i) => stage(tokens, step, i / (STEPS.length - 1), loss(step))),
    tokensPerStep: 2048,
    curve: [0, 5, 10, 50, 100, 500, 1000].map((step) => [step, loss(step), step % 100 === 0 ? loss(step) : null]),
  };
}

/** From every earlier token alike (`progress` 0) to the trace's own patterns (1). */
function stage(tokens: number, step: number, progress: number, validationLoss: number): Stage {
  const { n_layer, n_head } = config;
  const own = coreTensors(tokens);
  const predicted = prediction(tokens, 0, progress);
  const weight = (value: number, i: number): number => {
    const [query, key] = [Math.floor(i / tokens) % tokens, i % tokens];
    return progress * value + (key > query ? 0 : (1 - progress) / (query + 1));
  };
  const sizes = { token: tokens, layer: n_layer, head: n_head, query: tokens, key: tokens, brief_top: BRIEF_TOP };
  const values = {
    tokens: Array.from(own.tokens.data),
    pattern: Array.from(own.pattern.data, weight),
    top_ids: best(predicted),
    top_log_probs: at(predicted, best(predicted)),
  };
  return { step, validationLoss, tensors: tensorsOf('brief', sizes, values) };
}

/** `fixtureTrace` that also has precisions, ablations and training. */
export function stagedTrace(tokens = words.length): Trace {
  const plain = fixtureTrace(tokens);
  return createTrace({
    meta: traceMeta(tokens),
    tensors: coreTensors(tokens),
    strings,
    loadLayer: (layer) => Promise.resolve(layerTensors(layer, tokens)),
    loadWeights: async () => ({ value: await plain.weights(), strings }),
    loadLayerWeights: async (layer) => ({ value: await plain.layerWeights(layer), strings }),
    loadContinuation: () => Promise.resolve({ value: continuation(tokens), strings }),
    loadPrecisions: () => Promise.resolve({ value: precisions(tokens), strings }),
    loadAblations: () => Promise.resolve({ value: ablations(tokens), strings }),
    loadTraining: () => Promise.resolve({ value: training(tokens), strings }),
  });
}
