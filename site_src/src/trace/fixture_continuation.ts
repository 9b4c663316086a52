/** What the small trace for tests goes on with: drawn by the browser's own sampler from made-up logits. */
import { uniform } from '../core/random';
import { draw, rank, sample } from '../core/sampling';
import { logSumExp } from '../core/softmax';
import type { WrittenToken } from '../core/generation';
import type { Tensor } from '../core/types';
import { CANDIDATES, type ContinuationTensorName } from '../generated/schema';
import { continuationOf } from './continuation';
import { logitsAt, strings, traceMeta, words } from './fixture';
import { tensorsOf } from './fixture_tensors';

const STEPS = 4;
export const DRAWN = { temperature: 0.8, top_k: 30, top_p: null, seed: 5 };
const SAMPLING = { temperature: DRAWN.temperature, topK: DRAWN.top_k, topP: DRAWN.top_p };

export function continuationTensors(tokens = words.length): Record<ContinuationTensorName, Tensor> {
  const steps = Array.from({ length: STEPS }, (_, step) => {
    const logits = Float32Array.from(logitsAt(tokens + step));
    const order = rank(logits);
    const sampled = sample(logits, order, SAMPLING);
    const id = draw(sampled, order, uniform(DRAWN.seed, tokens + step));
    return { logits, order, sampled, id, best: [...order.subarray(0, CANDIDATES)] };
  });
  return tensorsOf<ContinuationTensorName>(
    'continuation',
    { step: STEPS, candidate: CANDIDATES },
    {
      drawn_id: steps.map(({ id }) => id),
      drawn_logit: steps.map(({ id, logits }) => logits[id]!),
      drawn_probability: steps.map(({ id, sampled }) => sampled.probabilities[id]!),
      drawn_rank: steps.map(({ id, order }) => order.indexOf(id)),
      candidate_ids: steps.flatMap(({ best }) => best),
      candidate_logits: steps.flatMap(({ best, logits }) => best.map((id) => logits[id]!)),
      candidate_drawn: steps.flatMap(({ best, sampled }) => best.map((id) => sampled.probabilities[id]!)),
      log_sum_exp: steps.map(({ logits }) => logSumExp(logits)),
      kept: steps.map(({ sampled }) => sampled.kept),
      entropy: steps.map(({ sampled }) => sampled.entropy),
    },
  );
}

export function continuation(tokens = words.length): WrittenToken[] {
  const metadata = { ...traceMeta(tokens), strings, drawn: DRAWN, schema_hash: '', level: 'continuation', layer: null };
  return continuationOf({ tensors: continuationTensors(tokens), metadata: { ...metadata, level: 'continuation' } });
}
