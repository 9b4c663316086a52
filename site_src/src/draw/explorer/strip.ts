import { divergingClass, divergingStep } from '../../core/colour';
import { svg } from '../element';
import type { Context } from '../types';
import type { Plane } from './plane';
import type { Vectors } from './scene';

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
export function binned(vector: Float32Array, count: number, binning: Binning): number[] {
  const size = binSize(vector.length, count);
  const bins: number[] = [];
  for (let start = 0; start < vector.length; start += size) {
    const end = Math.min(start + size, vector.length);
    let [total, most] = [0, 0];
    for (let i = start; i < end; i++) {
      const value = vector[i]!;
      total += value;
      if (Math.abs(value) > Math.abs(most)) most = value;
    }
    bins.push(binning === 'mean' ? total / (end - start) : most);
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
  const sizes = families
    .flatMap((rows) => rows.flatMap((row) => binned(row, bins, binning).map(Math.abs)))
    .sort((a, b) => a - b);
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
 * frame of a unit a bin and a strip. A picture has hundreds of strips: an element each would make it slow.
 */
export function drawStrips(
  context: Context,
  plane: Plane,
  strips: readonly Placed[],
  { du, dv }: { readonly du: number; readonly dv: number },
  style: StripStyle,
): Element {
  const [first] = strips;
  if (!first) return svg(context, 'g');
  const count = Math.ceil(first.vector.length / binSize(first.vector.length, style.bins));
  const unit = du / count;
  const paths = new Map<number, string>();
  const add = (step: number, d: string): void => void paths.set(step, (paths.get(step) ?? '') + d);
  for (const { vector, u, v } of strips) {
    const [x, y] = [short((u - first.u) / unit), short((v - first.v) / dv)];
    add(0, `M${short(x - 0.5)} ${short(y + 0.5)}h${count}`); // the ground has the colour of 0
    binned(vector, style.bins, style.binning).forEach((value, i) => {
      const step = divergingStep(value, style.range);
      if (step !== 0) add(step, `M${short(x + i)} ${y}v1`);
    });
  }
  const stripes = [...paths]
    .sort(([a], [b]) => Number(b === 0) - Number(a === 0) || a - b)
    .map(([step, d]) => svg(context, 'path', { class: divergingClass(step), d }));
  return svg(
    context,
    'g',
    { class: 'gf-x-strip', transform: plane.frame(first.u + unit / 2, first.v, unit, dv) },
    ...stripes,
  );
}

const short = (value: number): number => Math.round(value * 1000) / 1000;
