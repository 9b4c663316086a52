import { message } from '../core/messages';
import { formatCount, formatNumber, formatProbability } from '../core/numbers';
import type { View } from '../core/types';
import type { WeightsTensors } from '../trace/types';
import { linearAxis } from './axis';
import { at, drawChart } from './chart';
import { html, percent } from './element';
import type { Context } from './types';
import { mainDirection, someOf, wavesOf, type Wave } from './waves';

const WAVES = 4;
/** Points of a line: a screen has no more. */
const POINTS = 256;
/** More waves than this side by side are no longer seen as waves: then only the first positions are drawn. */
const MOST_CRESTS = 24;
const FIRST = 49;

/** What training has left in wpe: how its rows differ most, and some of its numbers, each over the positions. */
export function drawPositions(weights: WeightsTensors, view: View, context: Context): Element {
  const { locale } = context;
  const [main, waves] = [mainDirection(weights), someOf(wavesOf(weights), WAVES)];
  const last = main.values.length - 1;
  const short = waves.some(({ period }) => main.values.length / period > MOST_CRESTS);
  const shown = short ? Math.min(FIRST, main.values.length) : main.values.length;
  const range = largestOf(waves);
  return html(
    context,
    'div',
    { class: 'gf-tokens-part gf-positions' },
    html(context, 'p', { class: 'gf-part-title' }, message(locale, 'embedding.positions')),
    panel(
      message(locale, 'embedding.main', { share: formatProbability(main.share), last: formatCount(last) }),
      { values: main.values, range: largestOf([main]), position: view.position },
      context,
    ),
    html(
      context,
      'p',
      { class: 'gf-strip-name' },
      message(locale, 'embedding.waves', { count: waves.length, last: formatCount(shown - 1) }),
    ),
    html(
      context,
      'div',
      { class: 'gf-waves' },
      ...waves.map((wave) =>
        panel(nameOf(wave, context), { values: wave.values.slice(0, shown), range, position: view.position }, context),
      ),
    ),
    html(context, 'p', { class: 'gf-note' }, message(locale, 'embedding.learned', { position: view.position })),
  );
}

const largestOf = (curves: readonly { readonly values: readonly number[] }[]): number =>
  Math.max(...curves.flatMap(({ values }) => values.map(Math.abs)));

const nameOf = ({ number, period }: Wave, { locale }: Context): string =>
  message(locale, 'embedding.wave', { number, period: formatNumber(period, 2) });

interface Panel {
  readonly values: readonly number[];
  readonly range: number;
  readonly position: number;
}

/** One curve over the positions; the chosen position is marked where it is among them. */
function panel(name: string, { values, range, position }: Panel, context: Context): Element {
  const last = Math.max(1, values.length - 1);
  const y = linearAxis(-range, range, 3);
  const step = Math.ceil(values.length / POINTS);
  const points = values.flatMap((value, x) =>
    x % step === 0 || x === last ? [[x / last, y.place(value)] as const] : [],
  );
  const value = values[position];
  const chart = drawChart(
    {
      label: name,
      y,
      lines: [{ name: 'gf-wave', points }],
      ground: [
        value === undefined
          ? null
          : html(context, 'span', { class: 'gf-position-mark', style: `left:${percent(position / last)}` }),
      ],
      marks: [
        value === undefined
          ? null
          : html(context, 'span', { class: 'gf-dot gf-wave-dot', style: at(position / last, y.place(value)) }),
      ],
      below: [0, 0.5, 1].map((part) => {
        const x = Math.round(part * last);
        return { from: x / last - 0.1, to: x / last + 0.1, text: formatCount(x) };
      }),
    },
    context,
  );
  return html(context, 'div', { class: 'gf-wave-part' }, html(context, 'p', { class: 'gf-strip-name' }, name), chart);
}
