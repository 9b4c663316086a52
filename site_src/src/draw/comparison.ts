import { message } from '../core/messages';
import { formatProbability } from '../core/numbers';
import { visibleToken } from '../core/token';
import { classes, html, percent } from './element';
import { tokenText } from './token-text';
import type { Context } from './types';

/** One prediction of the same place: what it gives to the tokens of the rows. */
export interface Prediction {
  readonly name: string;
  /** What is said of it below its name. */
  readonly facts: readonly string[];
  /** Of each row's token. */
  readonly probabilities: readonly number[];
  /** What stands first in this prediction, be it among the rows or not. */
  readonly best: string;
}

/** The largest probability in the table: bars are drawn on one scale, 0 to this. */
export const rangeOf = (predictions: readonly Prediction[]): number =>
  Math.max(...predictions.flatMap(({ probabilities }) => probabilities));

/** Predictions side by side: a column each, a row a token; a best token that is not the first prediction's is named. */
export function drawComparison(
  tokens: readonly string[],
  predictions: readonly Prediction[],
  context: Context,
): Element {
  const range = rangeOf(predictions);
  return html(
    context,
    'div',
    { class: 'gf-precision-scroll' },
    html(
      context,
      'table',
      { class: 'gf-precision-table' },
      html(context, 'thead', {}, heads(predictions, context)),
      html(context, 'tbody', {}, ...tokens.map((token, row) => line(token, row, predictions, range, context))),
    ),
  );
}

function heads(predictions: readonly Prediction[], context: Context): Element {
  const cells = predictions.map(({ name, facts, best }) => {
    const changed = best !== predictions[0]!.best;
    const named = message(context.locale, 'precision.best', { token: visibleToken(best) });
    return html(
      context,
      'th',
      { scope: 'col' },
      html(context, 'span', { class: 'gf-column-name' }, name),
      ...facts.map((fact) => html(context, 'span', { class: 'gf-soft' }, fact)),
      changed ? html(context, 'span', { class: 'gf-soft gf-changed' }, named) : null,
    );
  });
  const corner = html(context, 'th', { scope: 'col' }, message(context.locale, 'column.token'));
  return html(context, 'tr', {}, corner, ...cells);
}

function line(
  token: string,
  row: number,
  predictions: readonly Prediction[],
  range: number,
  context: Context,
): Element {
  return html(
    context,
    'tr',
    {},
    html(context, 'th', { scope: 'row' }, tokenText(context, token)),
    ...predictions.map(({ probabilities, best }) => {
      const p = probabilities[row]!;
      const fill = html(context, 'span', { class: 'gf-fill', style: `width:${percent(p / range)}` });
      return html(
        context,
        'td',
        { class: classes(best === token && 'gf-best') },
        html(context, 'span', { class: 'gf-number' }, formatProbability(p)),
        html(context, 'span', { class: 'gf-bar' }, fill),
      );
    }),
  );
}
