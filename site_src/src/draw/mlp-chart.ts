import { gelu } from '../core/gelu';
import { message } from '../core/messages';
import { formatCount, formatFixed } from '../core/numbers';
import { linearAxis } from './axis';
import { at, drawChart } from './chart';
import { html, percent } from './element';
import { strongestOf, type Neuron } from './mlp-data';
import type { Context } from './types';

const BINS = 48;
const POINTS = 120;

/** The GELU curve with the strongest neurons on it; behind it, how many neurons lie where. */
export function drawGelu(neurons: readonly Neuron[], chosen: number, context: Context): Element {
  const { locale } = context;
  const strongest = strongestOf(neurons);
  const befores = neurons.map(({ before }) => before);
  const [low, high] = [Math.min(-4, ...befores), Math.max(2, ...befores) * 1.04];
  const x = linearAxis(low, high, 7);
  const y = linearAxis(-0.4, Math.max(2, gelu(high)) * 1.08, 5);
  const curve = Array.from({ length: POINTS + 1 }, (_, i) => {
    const value = low + ((high - low) * i) / POINTS;
    return [i / POINTS, y.place(gelu(value))] as const;
  });
  const counts = histogram(neurons, (value) => x.place(value));
  const most = Math.max(...counts);
  const columns = counts.map((count, bin) =>
    count === 0
      ? null
      : html(context, 'span', {
          class: 'gf-column',
          style: `left:${percent(bin / BINS)};width:${percent(1 / BINS)};height:${percent(count / most)}`,
        }),
  );
  const active = neurons.filter(({ before }) => before > 0).length;
  const chart = drawChart(
    {
      label: message(locale, 'mlp.chartLabel', {
        low: formatFixed(low, 1),
        high: formatFixed(high, 1),
        active: formatCount(active),
        count: formatCount(neurons.length),
      }),
      y,
      lines: [{ name: 'gf-gelu', points: curve }],
      ground: columns,
      marks: [...strongest].reverse().map(({ index, before, after }) =>
        html(context, 'span', {
          class: index === chosen ? 'gf-dot gf-part-mlp gf-selected' : 'gf-dot gf-part-mlp',
          style: at(x.place(before), y.place(after)),
          'data-neuron': index,
        }),
      ),
      below: x.ticks.map((tick) => ({
        from: x.place(tick) - 0.06,
        to: x.place(tick) + 0.06,
        text: formatFixed(tick, Number.isInteger(tick) ? 0 : 1),
      })),
    },
    context,
  );
  return html(
    context,
    'div',
    { class: 'gf-gelu-part' },
    html(context, 'p', { class: 'gf-axis-name gf-axis-y' }, message(locale, 'mlp.after')),
    chart,
    html(context, 'p', { class: 'gf-axis-name' }, message(locale, 'mlp.before')),
    legend(strongest.length, most, context),
    html(
      context,
      'p',
      { class: 'gf-note' },
      message(locale, 'mlp.count', { active: formatCount(active), count: formatCount(neurons.length) }),
    ),
  );
}

function histogram(neurons: readonly Neuron[], place: (value: number) => number): number[] {
  const counts = new Array<number>(BINS).fill(0);
  for (const { before } of neurons) counts[Math.min(BINS - 1, Math.floor(place(before) * BINS))]! += 1;
  return counts;
}

function legend(count: number, most: number, context: Context): Element {
  const entry = (mark: string, text: string): Element =>
    html(context, 'span', {}, html(context, 'span', { class: mark, 'aria-hidden': 'true' }), text);
  return html(
    context,
    'p',
    { class: 'gf-key-list' },
    entry('gf-line-key gf-gelu', message(context.locale, 'mlp.curve')),
    entry('gf-dot-key gf-part-mlp', message(context.locale, 'mlp.strongest', { count })),
    entry('gf-dot-key gf-square gf-column', message(context.locale, 'mlp.histogram', { most: formatCount(most) })),
  );
}
