import type { Candidate } from '../../core/generation';
import { draw, rank, sample } from '../../core/sampling';
import type { Tokenizer } from '../../tokenizer';
import { keyOf, switchesOf, type Switches } from '../interventions';
import type { NextAsk } from '../protocol';
import type { GeneratedToken } from '../types';
import type { PrefixCache } from './prefix_cache';
import { logSumExp, top } from './reduce';
import { FROM_NOTHING, runSteps, startFrom, type Runner } from './steps';

/** Draws one token after a text. @throws AbortError, DeviceLost, what onnxruntime throws */
export async function nextToken(
  runner: Runner,
  cache: PrefixCache,
  tokenizer: Tokenizer,
  ask: NextAsk,
  signal: AbortSignal,
): Promise<GeneratedToken> {
  const switches = switchesOf(runner.config, ask.interventions);
  const before = performance.now();
  const { watched, tokens } = counting(runner);
  const logits = await logitsAfter(watched, cache, ask.ids, switches, signal, ask.reuse);
  const cost = { tokens: tokens(), milliseconds: performance.now() - before };
  const order = ranked(logits, ask);
  const sampled = sample(logits, order, ask.sampling);
  const total = logSumExp(logits);
  const candidate = (id: number): Candidate => ({
    id,
    string: tokenizer.display(id),
    logit: logits[id]!,
    probability: Math.exp(logits[id]! - total),
    filtered: sampled.probabilities[id]!,
  });
  const id = draw(sampled, order, ask.uniform);
  const ids = [...ask.ids, id];
  return {
    ...candidate(id),
    position: ask.ids.length,
    cost,
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

/** A runner that counts the tokens that go through it. */
function counting(runner: Runner): { watched: Runner; tokens: () => number } {
  let count = 0;
  const watched: Runner = {
    config: runner.config,
    truncate: (past, length) => runner.truncate(past, length),
    run: (step) => {
      count += step.ids.length;
      return runner.run(step);
    },
  };
  return { watched, tokens: () => count };
}

/** Up to so many tokens, finding the best takes a tenth of the time of ranking the vocabulary. */
const FEW = 256;

/** The token ids, most probable first, as far as they are looked at. */
function ranked(logits: Float32Array, { sampling: { temperature, topK }, candidates }: NextAsk): Uint32Array {
  const drawnFrom = temperature === 0 ? 1 : (topK ?? logits.length);
  const count = Math.max(drawnFrom, candidates);
  return count <= FEW ? Uint32Array.from(top(logits, count)) : rank(logits);
}

/**
 * The logits after the last token. Of the tokens that a text before has in common with this one, none is run again;
 * without `reuse` all are.
 */
export async function logitsAfter(
  runner: Runner,
  cache: PrefixCache,
  ids: readonly number[],
  switches: Switches,
  signal: AbortSignal,
  reuse = true,
): Promise<Float32Array> {
  const key = keyOf(switches);
  const known = reuse ? cache.find(key, ids) : null;
  if (known?.length === ids.length && known.line.ids.length === ids.length) return known.line.logits;
  const start = reuse ? await startFrom(runner, cache, switches, ids, ids.length - 1) : FROM_NOTHING;
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
