import { message, messageParts } from '../core/messages';
import { formatFixed, formatNumber, INFINITY, MINUS } from '../core/numbers';
import type { View } from '../core/types';
import type { Trace } from '../trace/types';
import { html, type Child } from './element';
import { softmaxParts, strongestKey, type Head } from './head';
import { tokenBox } from './token-name';
import type { Context } from './types';
import { weightText } from './weight-text';

/** The numbers of one pair on the way from its q·k to its weight. */
export interface Pair {
  readonly product: number;
  readonly scaled: number;
  /** The row's largest score. */
  readonly max: number;
  /** exp(scaled − max), and the sum of the row's; 0 for a masked pair. */
  readonly power: number;
  readonly sum: number;
  readonly d_head: number;
}

/** The four steps of one pair with its numbers: of the selected key, or of the strongest. */
export function drawWorked(trace: Trace, view: View, head: Head, context: Context): Element {
  const { locale } = context;
  const key = view.key ?? strongestKey(head, view.position);
  const pair = pairOf(head, view.position, key);
  const { places, digits } = precision(pair);
  const fixed = (value: number): string => formatFixed(value, places);
  const [scaled, max, sum] = [fixed(pair.scaled), fixed(pair.max), formatNumber(pair.sum, digits)];
  const masked = key > view.position;
  const exponent = masked ? `${MINUS}${INFINITY}` : `${scaled} ${MINUS} ${pair.max < 0 ? `(${max})` : max}`;
  const lines = [
    `q·k = ${fixed(pair.product)}`,
    `${fixed(pair.product)} ÷ √${head.d_head} = ${scaled}`,
    message(locale, masked ? 'attention.worked.masked.drop' : 'attention.worked.masked.keep', { value: scaled }),
    [
      'e',
      html(context, 'sup', {}, exponent),
      ` ÷ ${sum} = ${formatNumber(pair.power, digits)} ÷ ${sum} = `,
      html(context, 'strong', {}, weightText(head, view.position, key)),
    ],
  ];
  const token = tokenBox(trace, key, context, 'gf-key');
  const items = lines.map((line) => html(context, 'li', {}, ...[line].flat()));
  return html(
    context,
    'div',
    { class: 'gf-worked' },
    html(context, 'p', {}, ...messageParts<Child>(locale, 'attention.worked', { key: token })),
    html(context, 'ol', {}, ...items),
    html(context, 'p', { class: 'gf-note' }, message(locale, 'attention.worked.sum', { max, sum })),
  );
}

function pairOf(head: Head, query: number, key: number): Pair {
  const { max, powers, sum } = softmaxParts(head, query);
  const [product, scaled] = [head.value('scores', query, key), head.value('scaled', query, key)];
  return { product, scaled, max, power: powers[key]!, sum, d_head: head.d_head };
}

const MOST_PLACES = 12;

/**
 * The fewest decimal places of the scores, and significant digits of the power and the sum, with which a reader who
 * computes with the written numbers gets the written results.
 */
export function precision(pair: Pair): { places: number; digits: number } {
  const { product, scaled, max, power, sum, d_head } = pair;
  let digits = 3;
  const weight = formatNumber(power / sum);
  const short = (value: number): number => Number(value.toPrecision(digits));
  while (digits < MOST_PLACES && formatNumber(short(power) / short(sum)) !== weight) digits++;

  let places = 2;
  const fixed = (value: number): number => Number(value.toFixed(places));
  const agrees = (): boolean =>
    fixed(fixed(product) / Math.sqrt(d_head)) === fixed(scaled) &&
    (power === 0 || short(Math.exp(fixed(scaled) - fixed(max))) === short(power));
  while (places < MOST_PLACES && !agrees()) places++;
  return { places, digits };
}
