import { formatCount, formatNumber } from '../../../core/numbers';
import { classes, html, svg } from '../../element';
import { explained, type Formula } from '../../number';
import { largest } from '../../vector';
import { length } from '../scene';
import { word, type Stage } from './stage';

interface Named {
  readonly name: string;
  /** Class of its colour. */
  readonly kind?: string;
  readonly values: Float32Array | Float64Array;
  /** Value of the full height; the largest of this vector if left out. */
  readonly range?: number;
  /** Dimensions that are pointed out. */
  readonly marked?: readonly number[];
  /** How one of its numbers comes about. */
  readonly explain: (index: number) => Formula;
}

/** Every number of a vector as a bar, up or down from 0, with its name, its size and what the full height means. */
export function drawVector(
  stage: Stage,
  { name, kind, values, range = largest(values), marked = [], explain }: Named,
): Element {
  const { context } = stage;
  const bars = (sign: 1 | -1): string =>
    Array.from(values, (value, i) => (value * sign > 0 ? `M${i} 0V${short(-value / (range || 1))}` : '')).join('');
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
    explained(html(context, 'div', { class: 'gf-explained', 'data-size': values.length }, plot), explain),
  );
}

const short = (value: number): number => Number(Math.max(-1, Math.min(1, value)).toFixed(3));
