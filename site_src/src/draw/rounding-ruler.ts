import { message } from '../core/messages';
import { formatCount, formatNumber } from '../core/numbers';
import { html, percent, svg } from './element';
import type { Rounded } from './rounding-data';
import type { Context } from './types';

interface Ruler {
  readonly weights: readonly number[];
  readonly rounded: Rounded;
  readonly read: readonly number[];
  readonly bits: number;
  readonly chosen: number;
}

/** Heights in the picture, 0 at the top: the weights, and the marks' upper and lower ends. */
const [WEIGHTS, MARKS, GROUND] = [14, 74, 100];
/** More marks than this have no numbers below them. */
const NUMBERED = 16;

/** The weights on a line, and below it the marks; each weight is joined to its mark. A weight carries `data-weight`. */
export function drawRuler({ weights, rounded, read, bits, chosen }: Ruler, context: Context): Element {
  const { locale } = context;
  const half = 2 ** (bits - 1);
  const marks = Array.from({ length: 2 * half }, (_, i) => i - half);
  const reach = Math.max(...weights.map(Math.abs), ...marks.map((mark) => Math.abs(mark * rounded.scale)));
  const place = (value: number): number => (value / reach + 1) / 2;
  const x = (value: number): number => Math.round(place(value) * 1000);
  const joined = (i: number): string => `M${x(weights[i]!)} ${WEIGHTS}L${x(read[i]!)} ${MARKS}`;
  const label = message(locale, 'rounding.label', {
    count: formatCount(marks.length),
    low: formatNumber(Math.min(...marks.map((mark) => mark * rounded.scale))),
    high: formatNumber(Math.max(...marks.map((mark) => mark * rounded.scale))),
  });
  const frame = svg(
    context,
    'svg',
    { viewBox: '0 0 1000 100', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg(context, 'path', {
      class: 'gf-mark',
      d: marks.map((mark) => `M${x(mark * rounded.scale)} ${MARKS}V${GROUND}`).join(''),
    }),
    svg(context, 'path', { class: 'gf-joined', d: weights.map((_, i) => joined(i)).join('') }),
    svg(context, 'path', { class: 'gf-joined gf-selected', d: joined(chosen) }),
  );
  const dots = weights.map((weight, i) =>
    html(context, 'span', {
      class: i === chosen ? 'gf-weight-dot gf-selected' : 'gf-weight-dot',
      style: `left:${percent(place(weight))}`,
      'data-weight': i,
    }),
  );
  const named =
    marks.length > NUMBERED
      ? [-half, 0, half - 1]
      : marks.filter((mark) => mark % (half / 2 || 1) === 0 || mark === half - 1);
  return html(
    context,
    'div',
    { class: 'gf-ruler', role: 'img', 'aria-label': label },
    html(context, 'p', { class: 'gf-strip-name' }, message(locale, 'rounding.weights')),
    html(context, 'div', { class: 'gf-ruler-frame' }, frame, ...dots),
    html(
      context,
      'div',
      { class: 'gf-ruler-marks' },
      ...named.map((mark) =>
        html(context, 'span', { style: `left:${percent(place(mark * rounded.scale))}` }, formatCount(mark)),
      ),
    ),
    html(
      context,
      'p',
      { class: 'gf-strip-name' },
      message(locale, 'rounding.marks', {
        count: formatCount(marks.length),
        scale: formatNumber(Math.abs(rounded.scale)),
      }),
    ),
  );
}
