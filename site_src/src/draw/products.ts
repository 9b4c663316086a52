import { message } from '../core/messages';
import { formatNumber } from '../core/numbers';
import { classes, html, percent, type Child } from './element';
import { exact, factor, number, plus, type TensorName } from './number';
import type { Context } from './types';

/** One product of a sum Σ x · w. */
export interface Product {
  readonly index: number;
  readonly x: number;
  readonly weight: number;
  readonly value: number;
}

/** One number of x · W + b, taken apart: its largest products, all others together, and the bias. */
export interface Sum {
  readonly largest: readonly Product[];
  readonly others: number;
  readonly otherCount: number;
  readonly bias: number;
  readonly total: number;
}

export function sumOf(x: ArrayLike<number>, weights: ArrayLike<number>, bias: number, count: number): Sum {
  const products = Array.from({ length: x.length }, (_, index): Product => {
    const [value, weight] = [x[index]!, weights[index]!];
    return { index, x: value, weight, value: value * weight };
  }).sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const add = (some: readonly Product[]): number => some.reduce((sum, { value }) => sum + value, 0);
  const [largest, rest] = [products.slice(0, count), products.slice(count)];
  return { largest, others: add(rest), otherCount: rest.length, bias, total: add(products) + bias };
}

/** What a sum is made of, for those who ask. */
interface Named {
  /** What it makes. */
  readonly name: string;
  /** The vector that is multiplied. */
  readonly x: string;
  /** What the vector, the weights and the bias are read from. */
  readonly from: readonly [x: readonly TensorName[], weights: readonly TensorName[], bias: readonly TensorName[]];
}

/** The sum as lines with signed bars of one scale. */
export function drawSum(sum: Sum, { name, x: vector, from }: Named, context: Context): Element {
  const { locale } = context;
  const all = from.flat();
  const range = Math.max(...[...sum.largest.map(({ value }) => value), sum.others, sum.bias, sum.total].map(Math.abs));
  const line = (label: readonly Child[], value: number, how: string, className = ''): Element =>
    html(
      context,
      'tr',
      { class: className || null },
      html(context, 'th', { scope: 'row' }, ...label),
      html(
        context,
        'td',
        { class: 'gf-number' },
        number(context, formatNumber(value), () => ({ text: `${how} = ${exact(value)}`, from: all })),
      ),
      html(context, 'td', {}, bar(value, range, context)),
    );
  const products = sum.largest.map(({ index, x, weight, value }) =>
    line(
      [
        `x${subscript(index)} · w${subscript(index)}`,
        html(context, 'span', { class: 'gf-soft' }, ` ${signedText(x)} × ${signedText(weight)}`),
      ],
      value,
      `${vector}[${index}] × w[${index}]: ${exact(x)} × ${factor(weight)}`,
    ),
  );
  const others = message(locale, 'products.others', { count: sum.otherCount });
  return html(
    context,
    'table',
    { class: 'gf-products' },
    html(
      context,
      'caption',
      {},
      message(locale, 'products.caption', { count: sum.largest.length, range: formatNumber(range) }),
    ),
    html(
      context,
      'tbody',
      {},
      ...products,
      line([others], sum.others, message(locale, 'number.sum', { count: sum.otherCount })),
      line([message(locale, 'products.bias')], sum.bias, 'b'),
      line([name], sum.total, plus(...sum.largest.map(({ value }) => value), sum.others, sum.bias), 'gf-total'),
    ),
  );
}

const DIGITS = '₀₁₂₃₄₅₆₇₈₉';

/** A number of a vector, written below its letter. */
export const subscript = (value: number): string => String(value).replace(/\d/g, (digit) => DIGITS[Number(digit)]!);

const signedText = (value: number): string => (value < 0 ? `(${formatNumber(value)})` : formatNumber(value));

/** To the left or right of a zero in the middle. */
export function bar(value: number, range: number, context: Context): Element {
  const style = `${value < 0 ? 'right' : 'left'}:50%;width:${percent(range > 0 ? Math.abs(value) / range / 2 : 0)}`;
  const fill = html(context, 'span', { class: classes('gf-fill', value < 0 ? 'gf-negative' : 'gf-positive'), style });
  return html(context, 'span', { class: 'gf-bar gf-signed' }, fill);
}
