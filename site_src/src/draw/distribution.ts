import { rank } from '../core/sampling';
import { entropy, logSumExp } from '../core/softmax';
import type { Trace } from '../trace/types';

/** What the model itself says comes after one position: its most probable tokens, and the whole vocabulary if stored. */
export interface Distribution {
  readonly position: number;
  /** Best first: as many as the trace keeps at this position. */
  readonly ids: readonly number[];
  readonly logProbs: readonly number[];
  /** A logit is its log-probability plus this. */
  readonly logSumExp: number;
  /** Every token's log-probability, with their ranking; null before the last position. */
  readonly whole: Whole | null;
}

export interface Whole {
  readonly logProbs: Float32Array;
  readonly order: Uint32Array;
  /** In nats. */
  readonly entropy: number;
}

export function distributionAt(trace: Trace, position: number): Distribution {
  const last = position === trace.meta.tokens.length - 1;
  const [ids, logProbs] = last ? lastTop(trace) : topAt(trace, position);
  const logSumExp = trace.tensor('log_sum_exp').data[position] ?? NaN;
  return { position, ids, logProbs, logSumExp, whole: last ? wholeOf(trace) : null };
}

function lastTop(trace: Trace): [number[], number[]] {
  return [[...trace.tensor('top_ids').data], [...trace.tensor('top_log_probs').data]];
}

function topAt(trace: Trace, position: number): [number[], number[]] {
  const { data: ids, shape } = trace.tensor('position_top_ids');
  const width = shape[1] ?? 0;
  const part = (data: Iterable<number> & { length: number }): number[] =>
    [...data].slice(position * width, (position + 1) * width);
  return [part(ids), part(trace.tensor('position_top_log_probs').data)];
}

const known = new WeakMap<Trace, Whole>();

/**
 * The whole vocabulary, sorted once a trace. Its top is stored in single precision and stays on top; the rest is stored in
 * half precision, which shifts many equally improbable tokens the same way, so that it is scaled to what the top leaves.
 */
function wholeOf(trace: Trace): Whole {
  const found = known.get(trace);
  if (found) return found;
  const [ids, top] = lastTop(trace);
  const isTop = new Set(ids);
  const stored = trace.tensor('log_probs').data;
  const shift = tailShift(
    stored.filter((_, id) => !isTop.has(id)),
    top,
  );
  const logProbs = Float32Array.from(stored, (logProb) => logProb + shift);
  ids.forEach((id, i) => (logProbs[id] = top[i]!));
  const order = Uint32Array.from([...ids, ...rank(logProbs).filter((id) => !isTop.has(id))]);
  const whole = { logProbs, order, entropy: entropy(logProbs.map(Math.exp)) };
  known.set(trace, whole);
  return whole;
}

/** What the tail's log-probabilities are to be raised by, for its mass to be 1 less the top's. */
function tailShift(tail: Iterable<number>, top: readonly number[]): number {
  const left = 1 - Math.exp(logSumExp(top));
  const mass = logSumExp(tail);
  return left > 0 && Number.isFinite(mass) ? Math.log(left) - mass : 0;
}
