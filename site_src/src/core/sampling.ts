import { entropy } from './softmax';

/** How a token is drawn from a distribution. */
export interface Sampling {
  /** Logits are divided by it; 0 = always the most probable token. */
  readonly temperature: number;
  readonly topK: number | null;
  readonly topP: number | null;
}

export interface Sampled {
  /** Probability of every token after temperature and filters; removed tokens have exactly 0. */
  readonly probabilities: Float64Array;
  /** How many tokens are left: the first ones of the ranking. */
  readonly kept: number;
  /** In nats. */
  readonly entropy: number;
}

/** The logits' places go up to this; together with the 32 bits of a logit they make a whole number of 53 bits. */
const PLACES = 2 ** 21;

/**
 * All token ids, most probable first; equal ones by id. Logits count as float32, which is what they are.
 *
 * Sorting numbers takes a fraction of the time of sorting with a comparison, and plain loops one of `from` with a
 * function: 5 instead of 16 ms for GPT-2's vocabulary. So each token becomes one number: the bits of its logit, turned so
 * that a larger logit is a smaller number, then its id.
 */
export function rank(logProbs: ArrayLike<number>): Uint32Array {
  const count = logProbs.length;
  const values = new Float32Array(count);
  for (let id = 0; id < count; id++) values[id] = logProbs[id]! + 0; // -0 + 0 is 0
  const bits = new Uint32Array(values.buffer);
  const keys = new Float64Array(count);
  for (let id = 0; id < count; id++) {
    const word = bits[id]!;
    keys[id] = (word >= 0x8000_0000 ? word : 0x7fff_ffff - word) * PLACES + id;
  }
  keys.sort();
  const ids = new Uint32Array(count);
  for (let place = 0; place < count; place++) ids[place] = keys[place]! % PLACES;
  return ids;
}

/** The token that a number in [0, 1) falls on when the probabilities are laid one after the other, in the ranking's order. */
export function draw({ probabilities, kept }: Sampled, order: Uint32Array, uniform: number): number {
  let sum = 0;
  for (let i = 0; i < kept; i++) {
    sum += probabilities[order[i]!]!;
    if (uniform < sum) return order[i]!;
  }
  return order[kept - 1]!; // rounding left the sum just below 1
}

/**
 * Temperature, then top-k, then top-p, each over the whole vocabulary.
 *
 * `logProbs` may be logits: a shift of all changes nothing. `order` is their `rank`. The nucleus is the smallest set of
 * most probable tokens whose probability (after temperature and top-k) reaches p: the token that crosses p is kept.
 * (Holtzman et al. 2020, https://arxiv.org/abs/1904.09751)
 */
export function sample(logProbs: ArrayLike<number>, order: Uint32Array, sampling: Sampling): Sampled {
  const probabilities = new Float64Array(logProbs.length);
  const kept = fill(probabilities, logProbs, order, sampling);
  return { probabilities, kept, entropy: entropy(probabilities) }; // a removed token adds nothing
}

function fill(into: Float64Array, logProbs: ArrayLike<number>, order: Uint32Array, sampling: Sampling): number {
  const best = order[0];
  if (best === undefined) return 0;
  if (sampling.temperature === 0) {
    into[best] = 1;
    return 1;
  }
  const size = Math.min(order.length, sampling.topK ?? order.length);
  const total = powers(
    into,
    logProbs,
    size < order.length ? order.subarray(0, size) : order,
    best,
    sampling.temperature,
  );
  const kept = sampling.topP === null ? size : nucleus(into, order, size, sampling.topP * total);
  let left = 0;
  for (let i = 0; i < kept; i++) left += into[order[i]!]!;
  for (let i = 0; i < kept; i++) into[order[i]!]! /= left;
  for (let i = kept; i < size; i++) into[order[i]!] = 0;
  return kept;
}

/** exp((x − x of the best) / T) of the given tokens; returns their sum. */
function powers(
  into: Float64Array,
  logProbs: ArrayLike<number>,
  ids: Uint32Array,
  best: number,
  temperature: number,
): number {
  const max = logProbs[best]!;
  let total = 0;
  for (const id of ids) total += into[id] = Math.exp((logProbs[id]! - max) / temperature);
  return total;
}

function nucleus(weights: Float64Array, order: Uint32Array, size: number, enough: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) {
    sum += weights[order[i]!]!;
    if (sum >= enough) return i + 1;
  }
  return size;
}
