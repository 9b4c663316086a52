import { formatCount, formatNumber } from '../../../core/numbers';
import { classes, html, percent, type Child } from '../../element';
import { word, type Stage } from './stage';

interface Products {
  /** What is multiplied: names of the two columns. */
  readonly names: readonly [Child, Child];
  readonly a: Float32Array;
  readonly b: Float32Array;
  /** What is added to the products; null: nothing. */
  readonly bias: number | null;
  /** Name of the sum. */
  readonly result: Child;
  /** How many products are listed. */
  readonly rows?: number;
}

export const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/** A dot product worked out: its largest products, the others together, the bias, the sum. */
export function drawProducts(stage: Stage, { names, a, b, bias, result, rows = 8 }: Products): Element {
  const { context } = stage;
  const all = Array.from(a, (value, i) => ({ i, product: value * b[i]! }));
  const listed = [...all].sort((x, y) => Math.abs(y.product) - Math.abs(x.product)).slice(0, rows);
  const rest = dot(a, b) - listed.reduce((sum, { product }) => sum + product, 0);
  const total = dot(a, b) + (bias ?? 0);
  const range = Math.max(
    Math.abs(rest),
    Math.abs(bias ?? 0),
    Math.abs(total),
    ...listed.map((row) => Math.abs(row.product)),
  );
  const line = (kind: string | null, name: Child, factors: readonly [string, string] | null, value: number): Element =>
    html(
      context,
      'tr',
      { class: kind },
      html(context, 'th', { scope: 'row' }, name),
      ...(factors ?? ['', '']).map((factor) => html(context, 'td', {}, factor)),
      html(context, 'td', { class: 'gf-u-product' }, formatNumber(value)),
      html(context, 'td', { class: 'gf-u-bar' }, bar(stage, value, range)),
    );
  const others = word(stage, 'unfolded.others', { count: formatCount(all.length - listed.length) });
  return html(
    context,
    'table',
    { class: 'gf-u-products' },
    html(
      context,
      'thead',
      {},
      html(
        context,
        'tr',
        {},
        html(context, 'th', { scope: 'col' }, word(stage, 'unfolded.dimension')),
        ...names.map((name) => html(context, 'th', { scope: 'col' }, name)),
        html(context, 'th', { scope: 'col', class: 'gf-u-product' }, word(stage, 'unfolded.product')),
        html(context, 'td', {}),
      ),
    ),
    html(
      context,
      'tbody',
      {},
      ...listed.map(({ i, product }) => line(null, String(i), [formatNumber(a[i]!), formatNumber(b[i]!)], product)),
      all.length > listed.length ? line('gf-u-rest', others, null, rest) : null,
      bias === null ? null : line('gf-u-rest', word(stage, 'unfolded.bias'), null, bias),
      line('gf-u-sum', result, null, total),
    ),
  );
}

/** A bar to the left or right of a zero line in the middle. */
export function bar({ context }: Stage, value: number, range: number): Element {
  const share = range > 0 ? Math.abs(value) / range / 2 : 0;
  const style = `${value < 0 ? 'right' : 'left'}:50%;width:${percent(share)}`;
  return html(
    context,
    'span',
    { class: 'gf-bar gf-signed' },
    html(context, 'span', { class: classes('gf-fill', value < 0 ? 'gf-negative' : 'gf-positive'), style }),
  );
}
