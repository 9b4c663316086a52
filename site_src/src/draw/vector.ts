import { message } from '../core/messages';
import { formatNumber } from '../core/numbers';
import { classes, html, percent, svg } from './element';
import type { Context } from './types';

/** A vector's numbers up to this many have a bar each; of more, several share one. */
const MOST_BARS = 256;

interface Strip {
  readonly values: ArrayLike<number>;
  /** The value of a bar that reaches the edge, above or below. */
  readonly range: number;
  /** The number that is marked; null: none. */
  readonly chosen?: number | null;
  readonly label: string;
}

/** A vector as bars above and below zero. `data-size` is how many numbers lie side by side, for what is pointed at. */
export function drawVector({ values, range, chosen = null, label }: Strip, context: Context): Element {
  const each = numbersABar(values.length);
  const bars = Math.ceil(values.length / each);
  const up = pathOf(values, each, range, (value) => Math.max(0, value));
  const down = pathOf(values, each, range, (value) => Math.min(0, value));
  const picture = svg(
    context,
    'svg',
    { viewBox: `-0.5 -100 ${bars} 200`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg(context, 'path', { class: 'gf-up', d: up }),
    svg(context, 'path', { class: 'gf-down', d: down }),
  );
  const mark =
    chosen === null
      ? null
      : html(context, 'span', {
          class: 'gf-vector-mark',
          style: `left:${percent((Math.floor(chosen / each) + 0.5) / bars)}`,
        });
  return html(
    context,
    'div',
    { class: classes('gf-vector'), role: 'img', 'aria-label': label, 'data-size': values.length },
    picture,
    mark,
    html(context, 'span', { class: 'gf-vector-range' }, `±${formatNumber(range)}`),
  );
}

export const numbersABar = (size: number): number => Math.ceil(size / MOST_BARS);

/** Says that bars are shared, where they are. */
export function barNote(size: number, context: Context): Element | null {
  const each = numbersABar(size);
  return each === 1 ? null : html(context, 'p', { class: 'gf-note' }, message(context.locale, 'vector.bars', { each }));
}

/** The largest distance from zero. */
export function largest(values: ArrayLike<number>): number {
  return Array.from(values).reduce((size, value) => Math.max(size, Math.abs(value)), 0);
}

/** A line a bar, from zero to the number furthest from it on this side. */
function pathOf(values: ArrayLike<number>, each: number, range: number, side: (value: number) => number): string {
  let path = '';
  for (let start = 0; start < values.length; start += each) {
    const part = Array.from({ length: Math.min(each, values.length - start) }, (_, i) => side(values[start + i]!));
    const furthest = part.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
    const height = Math.round((-100 * furthest) / (range || 1));
    if (height !== 0) path += `M${start / each} 0V${height}`;
  }
  return path;
}
