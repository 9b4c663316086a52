import { draw, rank, sample } from '../../core/sampling';
import type { Tokenizer } from '../../tokenizer';
import { keyOf, switchesOf, type Switches } from '../interventions';
import type { NextAsk } from '../protocol';
import type { Candidate, GeneratedToken } from '../types';
import type { PrefixCache } from './prefix_cache';
import { logSumExp, top } from './reduce';
import { runSteps, startFrom, type Runner } from './steps';

/** Draws one token after a text. @throws AbortError, DeviceLost, what onnxruntime throws */
export async function nextToken(
  runner: Runner,
  cache: PrefixCache,
  tokenizer: Tokenizer,
  ask: NextAsk,
  signal: AbortSignal,
): Promise<GeneratedToken> {
  const logits = await logitsAfter(runner, cache, ask.ids, switchesOf(runner.config, ask.interventions), signal);
  const order = ranked(logits, ask);
  const sampled = sample(logits, order, ask.sampling);
  const total = logSumExp(logits);
  const candidate = (id: number): Candidate => ({
    id,
    string: tokenizer.display(id),
    probability: Math.exp(logits[id]! - total),
    filtered: sampled.probabilities[id]!,
  });
  const id = draw(sampled, order, ask.uniform);
  const ids = [...ask.ids, id];
  return {
    ...candidate(id),
    position: ask.ids.length,
    logProb: logits[id]! - total,
    rank: order.indexOf(id),
    distribution: {
      candidates: Array.from(order.subarray(0, ask.candidates), candidate),
      kept: sampled.kept,
      entropy: sampled.entropy,
    },
    ids,
    text: tokenizer.decode(ids.slice(ask.from)),
  };
}

/** Up to so many tokens, finding the best takes a tenth of the time of ranking the vocabulary. */
const FEW = 256;

/** The token ids, most probable first, as far as they are looked at. */
function ranked(logits: Float32Array, { sampling: { temperature, topK }, candidates }: NextAsk): Uint32Array {
  const drawnFrom = temperature === 0 ? 1 : (topK ?? logits.length);
  const count = Math.max(drawnFrom, candidates);
  return count <= FEW ? Uint32Array.from(top(logits, count)) : rank(logits);
}

/** The logits after the last token. Of the tokens that a text before has in common with this one, none is run again. */
export async function logitsAfter(
  runner: Runner,
  cache: PrefixCache,
  ids: readonly number[],
  switches: Switches,
  signal: AbortSignal,
): Promise<Float32Array> {
  const key = keyOf(switches);
  const known = cache.find(key, ids);
  if (known?.length === ids.length && known.line.ids.length === ids.length) return known.line.logits;
  const start = await startFrom(runner, cache, switches, ids, ids.length - 1);
  let logits = new Float32Array(0);
  const past = await runSteps(runner, start, {
    ids,
    switches,
    signal,
    rows: (count) => [[runner.config.n_layer, count - 1]],
    use: (_from, _count, result) => (logits = Float32Array.from(result.logits)),
  });
  cache.keep({ key, ids, past, logits });
  return logits;
}
