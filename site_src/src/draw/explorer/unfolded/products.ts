import { formatCount, formatNumber } from '../../../core/numbers';
import { html } from '../../element';
import { exact, factor, number, plus, type Formula, type TensorName } from '../../number';
import { bar, sumOf } from '../../products';
import { word, type Stage } from './stage';

interface Products {
  /** What is multiplied: names of the two columns. */
  readonly names: readonly [string, string];
  readonly a: ArrayLike<number>;
  readonly b: ArrayLike<number>;
  /** What is added to the products, and what it is called; null: nothing. */
  readonly bias: { readonly name: string; readonly value: number } | null;
  /** Name of the sum. */
  readonly result: string;
  /** How many products are listed. */
  readonly rows?: number;
  /** What each factor is read from, then what the bias is. */
  readonly from: readonly [a: readonly TensorName[], b: readonly TensorName[], bias?: readonly TensorName[]];
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** A dot product worked out: its largest products, the others together, the bias, the sum. */
export function drawProducts(stage: Stage, products: Products): Element {
  const { names, a, b, bias, result, rows = 8, from } = products;
  const { context } = stage;
  const sum = sumOf(a, b, bias?.value ?? 0, rows);
  const values = sum.largest.map(({ value }) => value);
  const range = Math.max(...[...values, sum.others, sum.bias, sum.total].map(Math.abs));
  const of = (text: string, ...tensors: readonly (readonly TensorName[] | undefined)[]): Formula => ({
    text,
    from: [...new Set(tensors.flatMap((some) => some ?? []))],
  });
  const line = (
    kind: string | null,
    name: string,
    factors: readonly Element[],
    value: number,
    how: () => Formula,
  ): Element =>
    html(
      context,
      'tr',
      { class: kind },
      html(context, 'th', { scope: 'row' }, name),
      ...[0, 1].map((i) => html(context, 'td', {}, factors[i] ?? null)),
      html(context, 'td', { class: 'gf-u-product' }, number(context, formatNumber(value), how)),
      html(context, 'td', { class: 'gf-u-bar' }, bar(value, range, context)),
    );
  const listed = sum.largest.map(({ index, x, weight, value }) => {
    const factors = [
      number(context, formatNumber(x), () => of(`${entry(names[0], index)} = ${exact(x)}`, from[0])),
      number(context, formatNumber(weight), () => of(`${entry(names[1], index)} = ${exact(weight)}`, from[1])),
    ];
    const how = `${exact(x)} × ${factor(weight)} = ${exact(value)}`;
    return line(null, String(index), factors, value, () => of(how, from[0], from[1]));
  });
  const others = word(stage, 'unfolded.others', { count: formatCount(sum.otherCount) });
  const added = [...values, ...(sum.otherCount ? [sum.others] : []), ...(bias ? [bias.value] : [])];
  return html(
    context,
    'table',
    { class: 'gf-u-products' },
    html(context, 'thead', {}, heads(stage, names)),
    html(
      context,
      'tbody',
      {},
      ...listed,
      sum.otherCount
        ? line('gf-u-rest', others, [], sum.others, () => {
            const all = sum.total - sum.bias;
            const text = `${exact(all)} − ${factor(all - sum.others)} = ${exact(sum.others)}`;
            return of(`${word(stage, 'number.others', { count: a.length })}: ${text}`, from[0], from[1]);
          })
        : null,
      bias &&
        line('gf-u-rest', word(stage, 'unfolded.bias'), [], bias.value, () =>
          of(`${bias.name} = ${exact(bias.value)}`, from[2]),
        ),
      line('gf-u-sum', result, [], sum.total, () => of(`${plus(...added)} = ${exact(sum.total)}`, ...from)),
    ),
  );
}

function heads(stage: Stage, names: readonly [string, string]): Element {
  const { context } = stage;
  const column = (text: string, name: string | null = null): Element =>
    html(context, 'th', { scope: 'col', class: name }, text);
  return html(
    context,
    'tr',
    {},
    column(word(stage, 'unfolded.dimension')),
    ...names.map((name) => column(name)),
    column(word(stage, 'unfolded.product'), 'gf-u-product'),
    html(context, 'td', {}),
  );
}

/** One number of a vector, or of a matrix's column. */
const entry = (name: string, index: number): string =>
  name.includes('·,') ? name.replace('·', String(index)) : `${name}[${index}]`;
