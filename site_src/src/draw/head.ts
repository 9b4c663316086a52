import { softmax } from '../core/softmax';
import type { Tensor } from '../core/types';
import type { Trace } from '../trace/types';

/** The steps from vectors to weights, in order; each is a matrix [query, key]. */
export const STEPS = ['scores', 'scaled', 'masked', 'pattern'] as const;
export type Step = (typeof STEPS)[number];

/** One head's matrices, read out of a trace. */
export interface Head {
  readonly block: number;
  readonly head: number;
  /** How many tokens: the matrices are [size, size]. */
  readonly size: number;
  readonly d_head: number;
  /** Whether the scores are loaded: without them only the step `pattern` has values, in half precision. */
  readonly hasScores: boolean;
  /** The value of a step. Masked pairs are −∞ in `masked` and 0 in `pattern`; NaN where the scores are not loaded. */
  value(step: Step, query: number, key: number): number;
}

/** Heads by the tensor that they are read from: figures ask for the same ones again and again. */
const known = new WeakMap<Tensor, Map<number, Head>>();

export function headOf(trace: Trace, block: number, head: number): Head {
  const tensor = trace.loadedLayer(block)?.scores ?? trace.tensor('pattern');
  const place = block * trace.meta.model.config.n_head + head;
  const heads = known.get(tensor) ?? new Map<number, Head>();
  known.set(tensor, heads);
  const found = heads.get(place) ?? readHead(trace, block, head);
  heads.set(place, found);
  return found;
}

function readHead(trace: Trace, block: number, head: number): Head {
  const size = trace.meta.tokens.length;
  const { d_head, n_head } = trace.meta.model.config;
  const detail = trace.loadedLayer(block);
  const scaled = detail && matrix(detail.scores, head, size);
  // The stored pattern has half precision: the scores say more, and then every number of the drawing comes from them.
  const pattern = scaled ? causalSoftmax(scaled, size) : matrix(trace.tensor('pattern'), block * n_head + head, size);
  const score = (query: number, key: number): number => scaled?.[query * size + key] ?? NaN;

  return {
    block,
    head,
    size,
    d_head,
    hasScores: scaled !== null,
    value(step, query, key) {
      switch (step) {
        case 'scores':
          return score(query, key) * Math.sqrt(d_head); // stored after the division
        case 'scaled':
          return score(query, key);
        case 'masked':
          return key > query ? -Infinity : score(query, key);
        case 'pattern':
          return pattern[query * size + key] ?? NaN;
      }
    },
  };
}

function matrix(tensor: Tensor, index: number, size: number): Tensor['data'] {
  return tensor.data.subarray(index * size * size, (index + 1) * size * size);
}

/** Row by row, the softmax over the keys up to the query; later keys get 0. */
function causalSoftmax(scores: Tensor['data'], size: number): Float64Array {
  const weights = new Float64Array(size * size);
  for (let query = 0; query < size; query++) {
    weights.set(softmax(scores.subarray(query * size, query * size + query + 1)), query * size);
  }
  return weights;
}

/** One query's values of a step, a number a key. */
export function rowOf(head: Head, step: Step, query: number): number[] {
  return Array.from({ length: head.size }, (_, key) => head.value(step, query, key));
}

/** The key with the largest weight; the earlier one of equals. */
export function strongestKey(head: Head, query: number): number {
  const row = rowOf(head, 'pattern', query);
  return row.indexOf(Math.max(...row));
}

/** Smallest and largest finite value of a step that the head uses: what is masked is left out from that step on. */
export function rangeOf(head: Head, step: Step): readonly [number, number] {
  const masks = step === 'masked' || step === 'pattern';
  let [low, high] = [Infinity, -Infinity];
  for (let query = 0; query < head.size; query++) {
    for (let key = 0; key < (masks ? query + 1 : head.size); key++) {
      const value = head.value(step, query, key);
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return [low, high];
}

/** The softmax of one row, in its parts: exp(score − max) for each key, and their sum. */
export function softmaxParts(head: Head, query: number): { max: number; powers: number[]; sum: number } {
  const row = rowOf(head, 'masked', query);
  const max = Math.max(...row);
  const powers = row.map((score) => Math.exp(score - max));
  return { max, powers, sum: powers.reduce((total, power) => total + power, 0) };
}

/** Where a head's weight goes, on average over the queries from position 2 on, where the three places are distinct. */
export interface Measures {
  readonly first: number;
  readonly previous: number;
  readonly self: number;
}

/** Null for texts of fewer than three tokens. */
export function measure(head: Head): Measures | null {
  const rows = head.size - 2;
  if (rows < 1) return null;
  const mean = (keyOf: (query: number) => number): number => {
    let sum = 0;
    for (let query = 2; query < head.size; query++) sum += head.value('pattern', query, keyOf(query));
    return sum / rows;
  };
  return { first: mean(() => 0), previous: mean((query) => query - 1), self: mean((query) => query) };
}
