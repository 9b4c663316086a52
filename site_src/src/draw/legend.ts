import {
  divergingClass,
  DIVERGING_TOP,
  probabilityClass,
  sequentialClass,
  SEQUENTIAL_TOP,
  sequentialWeight,
} from '../core/colour';
import { message } from '../core/messages';
import { formatFixed } from '../core/numbers';
import { html, type Child } from './element';
import type { Context } from './types';

/** The colours of attention weights. */
export function weightLegend(context: Context): Element {
  return sequentialLegend(context, message(context.locale, 'legend.weight'), sequentialClass, true);
}

/** The same weights where they are drawn by opacity: steps between the ends of their scale. */
export function maskLegend(context: Context): Element {
  return sequentialLegend(context, message(context.locale, 'legend.weight'), (step) => `gf-a${step}`, false);
}

/** The colours of probabilities: the same steps in a colour of their own. */
export function probabilityLegend(context: Context, name: string): Element {
  return sequentialLegend(context, name, probabilityClass, false);
}

function sequentialLegend(
  context: Context,
  name: string,
  classOf: (step: number) => string,
  hasMask: boolean,
): Element {
  const steps = Array.from({ length: SEQUENTIAL_TOP + 1 }, (_, step) => classOf(step));
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => formatTick(sequentialWeight(part * SEQUENTIAL_TOP)));
  return legend(context, name, steps, ticks, hasMask);
}

/** The colours of scores, from −range to range. */
export function scoreLegend(context: Context, name: string, range: number, hasMask: boolean): Element {
  const steps = Array.from({ length: 2 * DIVERGING_TOP + 1 }, (_, i) => divergingClass(i - DIVERGING_TOP));
  const ticks = [-range, 0, range].map((value) => formatFixed(value, 1));
  return legend(context, name, steps, ticks, hasMask);
}

const formatTick = (weight: number): string => String(Number(weight.toFixed(2)));

function legend(
  context: Context,
  name: string,
  steps: readonly string[],
  ticks: readonly string[],
  hasMask: boolean,
): Element {
  const ramp = steps.map((step) => html(context, 'span', { class: step }));
  const marks = ticks.map((tick) => html(context, 'span', {}, tick));
  const masked: Child = hasMask
    ? html(
        context,
        'span',
        { class: 'gf-legend-mask' },
        html(context, 'span', { class: 'gf-swatch gf-masked' }),
        message(context.locale, 'legend.masked'),
      )
    : null;
  return html(
    context,
    'div',
    { class: 'gf-legend' },
    html(context, 'span', { class: 'gf-legend-name' }, name),
    html(
      context,
      'span',
      { class: 'gf-ramp' },
      html(context, 'span', { class: 'gf-ramp-colours', 'aria-hidden': 'true' }, ...ramp),
      html(context, 'span', { class: 'gf-ramp-ticks' }, ...marks),
    ),
    masked,
  );
}
