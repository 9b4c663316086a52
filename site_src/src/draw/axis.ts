import { ticks } from 'd3-array';

/** A scale of a chart: where a value stands between its two ends, and the values that are written beside it. */
export interface Axis {
  readonly ticks: readonly number[];
  /** 0 at the low end, 1 at the high end. */
  place(value: number): number;
}

/** From `low` to `high`, in proportion, about `count` round values written. */
export function linearAxis(low: number, high: number, count = 4): Axis {
  const span = high - low || 1;
  return { ticks: ticks(low, high, count), place: (value) => (value - low) / span };
}

/** Powers of ten around positive values: equal steps are equal ratios. */
export function logAxis(low: number, high: number): Axis {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const span = last - first || 1;
  return {
    ticks: Array.from({ length: span + 1 }, (_, i) => 10 ** (first + i)),
    place: (value) => (Math.log10(value) - first) / span,
  };
}
