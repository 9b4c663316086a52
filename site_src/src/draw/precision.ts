import { message, messageParts } from '../core/messages';
import { formatFixed, formatNumber, formatProbability } from '../core/numbers';
import { visibleToken } from '../core/token';
import type { Locale } from '../core/types';
import type { Precisions, Trace } from '../trace/types';
import { drawComparison, rangeOf, type Prediction } from './comparison';
import { html, type Child } from './element';
import { quoted, tokenBox } from './token-name';
import type { Context, FigureKind } from './types';

export interface PrecisionSpec {
  /** How many tokens are listed. */
  readonly rows: number;
}

/** The prediction after the last token at every precision that the model is published at, side by side. */
export const precision: FigureKind<PrecisionSpec> = {
  kind: 'precision',
  defaults: { rows: 8 },

  async load(trace) {
    if (trace.hasPrecisions()) await trace.precisions();
  },

  draw(trace, view, context) {
    const found = trace.loadedPrecisions();
    const parts = found
      ? comparison(trace, columnsOf(trace, found, view.rows), context)
      : [html(context, 'p', { class: 'gf-note' }, message(context.locale, 'precision.none'))];
    return html(context, 'div', { class: 'gf-precision' }, ...parts);
  },

  table(trace, view, locale) {
    const found = trace.loadedPrecisions();
    const columns = found ? columnsOf(trace, found, view.rows) : [];
    return {
      caption: message(locale, 'precision.caption', { token: quoted(trace.meta.tokens.at(-1) ?? '', locale) }),
      columns: [message(locale, 'column.token'), ...columns.map((column) => heading(column, locale).join(' · '))],
      rows: (columns[0]?.tokens ?? []).map((token, row) => [
        visibleToken(token),
        ...columns.map(({ probabilities }) => formatNumber(probabilities[row] ?? NaN, 4)),
      ]),
    };
  },

  describe(trace, view, locale) {
    const found = trace.loadedPrecisions();
    if (!found) return message(locale, 'precision.none');
    const column = columnsOf(trace, found, view.rows).at(-1)!;
    return message(locale, 'precision.describe', {
      name: column.name,
      token: quoted(column.tokens[0] ?? '', locale),
      probability: formatProbability(column.probabilities[0] ?? NaN),
      kl: formatNumber(column.kl),
    });
  },
};

interface Column {
  readonly name: string;
  readonly bits: number;
  readonly megabytes: number;
  /** From the reference, in nats; 0 for itself. */
  readonly kl: number;
  readonly tokens: readonly string[];
  readonly probabilities: readonly number[];
  /** What stands first at this precision. */
  readonly best: string;
}

function columnsOf(trace: Trace, { names, tensors }: Precisions, rows: number): Column[] {
  const ids = [...tensors.compared_ids.data];
  const width = tensors.top_ids.shape[1] ?? 0;
  const tokens = ids.slice(0, rows).map((id) => trace.string(id));
  return names.map((name, place) => ({
    name,
    bits: Number(/\d+$/.exec(name)?.[0]),
    megabytes: tensors.megabytes.data[place]!,
    kl: tensors.kl.data[place]!,
    tokens,
    probabilities: tokens.map((_, row) => Math.exp(tensors.compared_log_probs.data[place * ids.length + row]!)),
    best: trace.string(tensors.top_ids.data[place * width]!),
  }));
}

function heading({ name, bits, megabytes }: Column, locale: Locale): string[] {
  return [
    name,
    message(locale, 'precision.bits', { bits }),
    message(locale, 'precision.megabytes', { size: formatFixed(megabytes, 1) }),
  ];
}

function comparison(trace: Trace, columns: readonly Column[], context: Context): Child[] {
  const { locale } = context;
  const token = tokenBox(trace, trace.meta.tokens.length - 1, context, 'gf-query');
  const predictions = columns.map((column, place) => predictionOf(column, place === 0, locale));
  const max = formatProbability(rangeOf(predictions));
  return [
    html(context, 'p', { class: 'gf-part-title' }, ...messageParts<Child>(locale, 'precision.title', { token })),
    drawComparison(columns[0]!.tokens, predictions, context),
    html(context, 'p', { class: 'gf-note' }, message(locale, 'precision.note', { max })),
  ];
}

function predictionOf(column: Column, isReference: boolean, locale: Locale): Prediction {
  const { probabilities, best, kl } = column;
  const [name = '', ...facts] = heading(column, locale);
  const distance = isReference
    ? message(locale, 'precision.reference')
    : message(locale, 'precision.kl', { kl: formatNumber(kl) });
  return { name, facts: [...facts, distance], probabilities, best };
}
