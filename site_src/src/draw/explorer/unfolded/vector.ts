import { formatCount, formatNumber } from '../../../core/numbers';
import { classes, html, svg } from '../../element';
import { length } from '../scene';
import { word, type Stage } from './stage';

interface Named {
  readonly name: string;
  /** Class of its colour. */
  readonly kind?: string;
  readonly values: Float32Array;
  /** Value of the full height; the largest of this vector if left out. */
  readonly range?: number;
  /** Dimensions that are pointed out. */
  readonly marked?: readonly number[];
}

export const largest = (vector: Float32Array): number =>
  vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** Every number of a vector as a bar, up or down from 0, with its name, its size and what the full height means. */
export function drawVector(stage: Stage, { name, kind, values, range = largest(values), marked = [] }: Named): Element {
  const { context } = stage;
  const bars = (sign: 1 | -1): string =>
    [...values].map((value, i) => (value * sign > 0 ? `M${i} 0V${short(-value / (range || 1))}` : '')).join('');
  const plot = svg(
    context,
    'svg',
    { viewBox: `-0.5 -1 ${values.length} 2`, preserveAspectRatio: 'none', class: 'gf-u-plot', 'aria-hidden': 'true' },
    ...marked.map((i) => svg(context, 'path', { class: 'gf-u-marked', d: `M${i} -1V1` })),
    svg(context, 'path', { class: 'gf-u-up', d: bars(1) }),
    svg(context, 'path', { class: 'gf-u-down', d: bars(-1) }),
  );
  const facts = word(stage, 'unfolded.vector', {
    count: formatCount(values.length),
    length: formatNumber(length(values)),
    range: formatNumber(range, 2),
  });
  return html(
    context,
    'div',
    { class: classes('gf-u-vector', kind ?? null) },
    html(
      context,
      'p',
      { class: 'gf-u-name' },
      html(context, 'strong', {}, name),
      ' ',
      html(context, 'span', { class: 'gf-soft' }, facts),
    ),
    plot,
  );
}

const short = (value: number): number => Number(Math.max(-1, Math.min(1, value)).toFixed(3));
