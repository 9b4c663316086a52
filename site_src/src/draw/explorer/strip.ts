import { divergingClass, divergingStep } from '../../core/colour';
import { round } from './plane';
import type { Vectors } from './scene';
import { shape, type Paper } from './sheet';

/** How neighbouring numbers become one stripe: their mean, or the one that is largest in size. */
export type Binning = 'mean' | 'largest';

/** How the strips of a family are binned and coloured. */
export interface StripStyle {
  readonly bins: number;
  readonly binning: Binning;
  /** The value of the strongest colours. */
  readonly range: number;
}

/** A vector as at most `count` numbers, so that a stripe is wide enough to be seen. */
export function binned(vector: Float32Array, count: number, binning: Binning): Float64Array {
  const found = known.get(vector);
  if (found?.count === count && found.binning === binning) return found.bins;
  const bins = bin(vector, count, binning);
  known.set(vector, { count, binning, bins });
  return bins;
}

/** The bins of each vector, as it was binned last: its scale is found from them, and then it is drawn. */
const known = new WeakMap<Float32Array, { count: number; binning: Binning; bins: Float64Array }>();

function bin(vector: Float32Array, count: number, binning: Binning): Float64Array {
  const size = binSize(vector.length, count);
  const bins = new Float64Array(Math.ceil(vector.length / size));
  for (let i = 0, start = 0; start < vector.length; i++, start += size) {
    const end = Math.min(start + size, vector.length);
    let [total, most] = [0, 0];
    for (let at = start; at < end; at++) {
      const value = vector[at]!;
      total += value;
      if (Math.abs(value) > Math.abs(most)) most = value;
    }
    bins[i] = binning === 'mean' ? total / (end - start) : most;
  }
  return bins;
}

/** How many neighbours a stripe stands for. */
export const binSize = (length: number, count: number): number => Math.ceil(length / count);

/** A style for vectors that are to be compared: this part of their bins lies within its range, the others have its ends' colour. */
export function styleFor(
  families: readonly Vectors[],
  bins: number,
  { binning = 'mean', within = 0.95 }: { readonly binning?: Binning; readonly within?: number } = {},
): StripStyle {
  const parts = families.flatMap((rows) => rows.map((row) => binned(row, bins, binning)));
  const sizes = new Float64Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) for (const value of part) sizes[at++] = Math.abs(value);
  sizes.sort();
  return { bins, binning, range: sizes[Math.floor((sizes.length - 1) * within)] ?? 1 };
}

/** A vector, and where its strip begins. */
export interface Placed {
  readonly vector: Float32Array;
  readonly u: number;
  readonly v: number;
}

/**
 * Vectors of one family as strips of one size, a stripe a bin, along the flow: one path for each step of the scale, in a
 * frame of a unit a bin and a strip. A picture has hundreds of strips: an element each would make it slow. `name` is the
 * family's, under which it is redrawn.
 */
export function drawStrips(
  paper: Paper,
  name: string,
  strips: readonly Placed[],
  { du, dv }: { readonly du: number; readonly dv: number },
  style: StripStyle,
): Element {
  const [first] = strips;
  if (!first) return shape(paper, name, 'g', {});
  const count = Math.ceil(first.vector.length / binSize(first.vector.length, style.bins));
  const unit = du / count;
  const height = round(dv); // as the frame has it: over many rows the difference would add up
  const paths = new Map<number, string>();
  const add = (step: number, d: string): void => void paths.set(step, (paths.get(step) ?? '') + d);
  for (const { vector, u, v } of strips) {
    const [x, y] = [short((u - first.u) / unit), short((v - first.v) / height)];
    add(0, `M${short(x - 0.5)} ${short(y + 0.5)}h${count}`); // the ground has the colour of 0
    const bins = binned(vector, style.bins, style.binning);
    for (let i = 0; i < bins.length; i++) {
      const step = divergingStep(bins[i]!, style.range);
      if (step !== 0) add(step, `M${short(x + i)} ${y}v1`);
    }
  }
  const stripes = [...paths]
    .sort(([a], [b]) => Number(b === 0) - Number(a === 0) || a - b)
    .map(([step, d]) => shape(paper, `${name} ${step}`, 'path', { class: divergingClass(step), d }));
  return shape(
    paper,
    name,
    'g',
    { class: 'gf-x-strip', transform: paper.layout.plane.frame(first.u + unit / 2, first.v, unit, height) },
    ...stripes,
  );
}

const short = (value: number): number => Math.round(value * 1000) / 1000;
