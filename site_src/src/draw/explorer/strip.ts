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
    const bin = vector.subarray(start, start + size);
    bins.push(
      binning === 'mean'
        ? bin.reduce((total, value) => total + value, 0) / bin.length
        : bin.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most)),
    );
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

interface Box {
  readonly u: number;
  readonly v: number;
  readonly du: number;
  readonly dv: number;
}

/** A vector's bins as stripes along the flow: one path for each step of the scale, in a frame of a unit a bin. */
export function drawStrip(context: Context, plane: Plane, vector: Float32Array, box: Box, style: StripStyle): Element {
  const steps = binned(vector, style.bins, style.binning).map((value) => divergingStep(value, style.range));
  const paths = new Map<number, string>();
  steps.forEach((step, i) => {
    if (step !== 0) paths.set(step, `${paths.get(step) ?? ''}M${i} 0v1`); // the ground has the colour of 0
  });
  const stripes = [...paths]
    .sort(([a], [b]) => a - b)
    .map(([step, d]) => svg(context, 'path', { class: divergingClass(step), d }));
  const { u, v, du, dv } = box;
  const unit = du / steps.length;
  const frame = { class: 'gf-x-strip', transform: plane.frame(u + unit / 2, v, unit, dv) };
  const ground = svg(context, 'path', { class: 'gf-p0', d: `M-.5 .5h${steps.length}` });
  return svg(context, 'g', frame, ground, ...stripes);
}
