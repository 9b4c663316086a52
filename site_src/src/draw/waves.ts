import type { WeightsTensors } from '../trace/types';

/** Values over the positions of a text. */
export interface Curve {
  readonly values: readonly number[];
}

/** One number of wpe at every position. */
export interface Wave extends Curve {
  /** Which of the numbers of a row. */
  readonly number: number;
  /** Positions from one crest to the next, of the strongest wave in it. */
  readonly period: number;
}

/** The direction in which the rows of wpe differ most: how far along it each row lies, and how much of all differences. */
export interface MainDirection extends Curve {
  readonly share: number;
}

export function mainDirection({ wpe_components: found, wpe_variance: shares }: WeightsTensors): MainDirection {
  return { values: column(found, 0), share: shares.data[0] ?? NaN };
}

const ofWeights = new WeakMap<WeightsTensors, readonly Wave[]>();

/** The numbers of wpe that vary most over the positions, as many as are stored: the longest wave first. */
export function wavesOf(weights: WeightsTensors): readonly Wave[] {
  const { wpe_columns: found, wpe_column_ids: ids } = weights;
  const known = ofWeights.get(weights);
  if (known) return known;
  const waves = Array.from(ids.data, (number, place) => {
    const values = column(found, place);
    return { number, values, period: periodOf(values) };
  }).sort((a, b) => b.period - a.period);
  ofWeights.set(weights, waves);
  return waves;
}

/** Some of the waves, from the longest to the shortest. */
export function someOf(waves: readonly Wave[], count: number): readonly Wave[] {
  if (waves.length <= count) return waves;
  return Array.from({ length: count }, (_, i) => waves[Math.round((i * (waves.length - 1)) / (count - 1))]!);
}

function column({ data, shape }: WeightsTensors['wpe_columns'], place: number): number[] {
  const [positions = 0, columns = 0] = shape;
  return Array.from({ length: positions }, (_, position) => data[position * columns + place] ?? NaN);
}

/**
 * The length of the strongest of the waves that sum up to the values: the peak of their discrete Fourier transform, by
 * Goertzel's recurrence (1958), which needs one cosine a frequency.
 */
export function periodOf(values: readonly number[]): number {
  const { length } = values;
  const mean = values.reduce((sum, value) => sum + value, 0) / length;
  let [strongest, most] = [1, -1];
  for (let waves = 1; waves <= length / 2; waves++) {
    const turn = 2 * Math.cos((2 * Math.PI * waves) / length);
    let [last, before] = [0, 0];
    for (const value of values) [last, before] = [value - mean + turn * last - before, last];
    const power = last * last + before * before - turn * last * before;
    if (power > most) [strongest, most] = [waves, power];
  }
  return length / strongest;
}
