import { formatNumber, formatCount } from '../core/numbers';
import type { Axis } from './axis';
import { html, percent, svg, type Child } from './element';
import type { Context } from './types';

/** A line through points [x, y], both from 0 to 1; `name` is its class. */
export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [number, number])[];
}

interface Chart {
  readonly label: string;
  readonly y: Axis;
  readonly lines: readonly Line[];
  /** Laid over the lines, placed by `at`; what can be pointed at is under them, in `ground`. */
  readonly marks?: readonly Child[];
  readonly ground?: readonly Child[];
  /** Labels below, each from one x to another. */
  readonly below: readonly {
    readonly from: number;
    readonly to: number;
    readonly text: string;
    readonly name?: string;
  }[];
}

/**
 * Lines over a frame that fills the width it is given: what is drawn stretches, text and marks keep their size.
 */
export function drawChart({ label, y, lines, marks = [], ground = [], below }: Chart, context: Context): Element {
  const tickLines = y.ticks.map((tick) => html(context, 'span', { class: 'gf-grid-line', style: up(y.place(tick)) }));
  const frame = svg(
    context,
    'svg',
    { viewBox: '0 0 1000 1000', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    ...lines.map(({ name, points }) => svg(context, 'path', { class: name, d: pathOf(points) })),
  );
  return html(
    context,
    'div',
    { class: 'gf-chart', role: 'img', 'aria-label': label },
    html(
      context,
      'div',
      { class: 'gf-chart-y' },
      ...y.ticks.map((tick) => html(context, 'span', { style: up(y.place(tick)) }, tickText(tick))),
    ),
    html(context, 'div', { class: 'gf-chart-frame' }, ...tickLines, ...ground, frame, ...marks),
    html(
      context,
      'div',
      { class: 'gf-chart-x' },
      ...below.map(({ from, to, text, name }) =>
        html(context, 'span', { class: name, style: `left:${percent(from)};width:${percent(to - from)}` }, text),
      ),
    ),
  );
}

/** Style of a mark at a point of the frame. */
export const at = (x: number, y: number): string => `left:${percent(x)};${up(y)}`;

const up = (y: number): string => `bottom:${percent(y)}`;

const tickText = (tick: number): string =>
  tick >= 1000 ? formatCount(tick) : formatNumber(tick, 3).replace(/\.0+$|(\.\d*?)0+$/, '$1');

function pathOf(points: Line['points']): string {
  const whole = (part: number): number => Math.round(part * 1000);
  return points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${whole(x)} ${whole(1 - y)}`).join('');
}
