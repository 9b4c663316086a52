import { rank } from '../core/sampling';
import { entropyOfLogs, logSumExp } from '../core/softmax';
import type { Tensor } from '../core/types';
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
  /** All token ids, most probable first; made when it is first asked for. */
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
  const part = (data: Tensor['data']): number[] => [...data.subarray(position * width, (position + 1) * width)];
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
  const logProbs = Float32Array.from(trace.tensor('log_probs').data);
  for (const id of ids) logProbs[id] = -Infinity;
  const shift = tailShift(logProbs, top);
  for (let id = 0; id < logProbs.length; id++) logProbs[id]! += shift;
  ids.forEach((id, i) => (logProbs[id] = top[i]!));
  let order: Uint32Array | undefined;
  const whole = {
    logProbs,
    get order() {
      return (order ??= orderOf(logProbs, ids));
    },
    entropy: entropyOfLogs(logProbs),
  };
  known.set(trace, whole);
  return whole;
}

/** The top as it is stored, then the rest. */
function orderOf(logProbs: Float32Array, top: readonly number[]): Uint32Array {
  const rest = Float32Array.from(logProbs);
  for (const id of top) rest[id] = -Infinity; // comes last
  const order = new Uint32Array(logProbs.length);
  order.set(top);
  order.set(rank(rest).subarray(0, logProbs.length - top.length), top.length);
  return order;
}

/** What the tail's log-probabilities (the top's are −∞) are to be raised by, for its mass to be 1 less the top's. */
function tailShift(tail: Iterable<number>, top: readonly number[]): number {
  const left = 1 - Math.exp(logSumExp(top));
  const mass = logSumExp(tail);
  return left > 0 && Number.isFinite(mass) ? Math.log(left) - mass : 0;
}
