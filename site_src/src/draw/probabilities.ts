import { message, messageParts } from '../core/messages';
import { formatCount, formatFixed, formatNumber, formatProbability, INFINITY, MINUS } from '../core/numbers';
import { visibleToken } from '../core/token';
import type { Locale, View } from '../core/types';
import type { Trace } from '../trace/types';
import { html, type Child } from './element';
import { barRange, probabilitiesOf, type Probabilities } from './probabilities-data';
import { probabilityTable } from './probability-rows';
import { quoted, tokenBox, tokenName } from './token-name';
import { tokenText } from './token-text';
import type { Context, FigureKind } from './types';

export interface ProbabilitiesSpec {
  /** How many tokens are listed. */
  readonly rows: number;
}

/** The most probable next tokens: the model's own probability beside the one after temperature and filters. */
export const probabilities: FigureKind<ProbabilitiesSpec> = {
  kind: 'probabilities',
  defaults: { rows: 10 },
  load: () => Promise.resolve(),

  draw(trace, view, context) {
    const data = probabilitiesOf(trace, view);
    return html(
      context,
      'div',
      { class: 'gf-probabilities' },
      heading(trace, view, data, context),
      data.settingsIgnored
        ? html(context, 'p', { class: 'gf-note' }, message(context.locale, 'probabilities.lastOnly'))
        : null,
      probabilityTable(data, view, context),
      html(context, 'p', { class: 'gf-note' }, scaleNote(data, context.locale)),
    );
  },

  table(trace, view, locale) {
    const data = probabilitiesOf(trace, view);
    return {
      caption: message(locale, 'probabilities.caption', {
        token: quoted(trace.meta.tokens[view.position] ?? '', locale),
        position: view.position,
        count: data.rows.length,
        all: formatCount(data.all),
      }),
      columns: columnNames(data, locale),
      rows: data.rows.map((row) => [
        visibleToken(row.token),
        String(row.id),
        formatFixed(row.logit, 3),
        ...settingCells(data, row, view),
        formatPrecise(row.own),
      ]),
    };
  },

  describe(trace, view, locale) {
    const data = probabilitiesOf(trace, { ...view, rows: 1 });
    const best = data.rows[0];
    if (!best) return '';
    const token = tokenName(trace, view.position, locale);
    const [top, own] = [quoted(best.token, locale), formatProbability(best.own)];
    return best.sampled === null
      ? message(locale, 'probabilities.describe', { token, top, probability: own })
      : message(locale, 'probabilities.describeSampled', { token, top, own, sampled: formatProbability(best.sampled) });
  },
};

function heading(trace: Trace, view: View, data: Probabilities, context: Context): Element {
  const { locale } = context;
  const token = tokenBox(trace, view.position, context, 'gf-query');
  const actual = data.actual;
  const next = actual && [
    ` ${message(locale, 'probabilities.actual')} `,
    tokenText(context, actual.token, 'gf-boxed gf-actual'),
    ` ${message(locale, 'probabilities.actualValue', {
      probability: formatProbability(actual.probability),
      rank: formatCount(actual.rank + 1),
    })}`,
  ];
  return html(
    context,
    'p',
    { class: 'gf-part-title' },
    html(context, 'span', {}, ...messageParts<Child>(locale, 'probabilities.after', { token })),
    next && html(context, 'span', { class: 'gf-soft' }, ...next),
  );
}

function scaleNote(data: Probabilities, locale: Locale): string {
  return message(locale, 'probabilities.scale', { max: formatProbability(barRange(data)), listed: data.rows.length });
}

function columnNames(data: Probabilities, locale: Locale): string[] {
  const settings = ['column.scaledLogit', 'column.filtered', 'column.probability'] as const;
  const keys = [
    'column.token',
    'column.id',
    'column.logit',
    ...(data.kept === null ? [] : settings),
    'column.own',
  ] as const;
  return keys.map((key) => message(locale, key));
}

/** logit ÷ T, the same after the filters (−∞ if removed), and the probability that comes of it. */
function settingCells(data: Probabilities, row: Probabilities['rows'][number], view: View): string[] {
  if (data.kept === null || row.sampled === null) return [];
  const scaled = view.temperature === 0 ? '–' : formatFixed(row.logit / view.temperature, 3);
  return [scaled, row.sampled > 0 ? scaled : `${MINUS}${INFINITY}`, formatPrecise(row.sampled)];
}

/** A probability as a fraction of 1 with five digits. */
const formatPrecise = (p: number): string => formatNumber(p, 5);
