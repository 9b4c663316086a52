import type { WrittenToken } from '../core/generation';
import { message } from '../core/messages';
import { formatCount, formatFixed, formatNumber, formatProbability } from '../core/numbers';
import { visibleToken } from '../core/token';
import type { Locale } from '../core/types';
import type { Trace } from '../trace/types';
import { settingsOf } from './drawing-settings';
import { drawnFrom } from './drawn-from';
import { html } from './element';
import { quoted } from './token-name';
import type { FigureKind } from './types';
import { drawLeft, drawText } from './written';

export interface GenerateSpec {
  /** What is written after the text; null: what is stored with it. */
  readonly line: readonly WrittenToken[] | null;
  /** Ways that were left for this one. */
  readonly left: readonly (readonly WrittenToken[])[];
  /** Whose distribution is shown, counted from the first written token; null: the newest. */
  readonly selected: number | null;
  /** A token of that distribution that is pointed out. */
  readonly candidate: number | null;
  /** A token is being drawn. */
  readonly busy: boolean;
  /** How many tokens of a distribution are listed. */
  readonly rows: number;
  /** `chosen` leaves the list away until a written token is chosen. */
  readonly list: 'always' | 'chosen';
}

export const NOTHING_WRITTEN: Omit<GenerateSpec, 'rows' | 'list'> = {
  line: null,
  left: [],
  selected: null,
  candidate: null,
  busy: false,
};

/** What the model writes after the text, token by token, each with the distribution that it was drawn from. */
export const generate: FigureKind<GenerateSpec> = {
  kind: 'generate',
  defaults: { ...NOTHING_WRITTEN, rows: 8, list: 'always' },

  async load(trace) {
    if (trace.hasContinuation()) await trace.continuation();
  },

  draw(trace, view, context) {
    const line = lineOf(trace, view);
    const token = selectedOf(trace, view);
    const shown = view.list === 'always' || view.selected !== null;
    return html(
      context,
      'div',
      { class: 'gf-generate' },
      drawText(trace, line, shown ? token : null, view.busy, context),
      drawLeft(view.left, line, context),
      token && shown
        ? drawnFrom(
            token,
            { rows: view.rows, candidate: view.candidate, all: trace.meta.model.config.d_vocab },
            context,
          )
        : null,
    );
  },

  table(trace, view, locale) {
    const keys = [
      'column.position',
      'column.token',
      'generate.column.how',
      'column.logit',
      'column.own',
      'generate.column.drawn',
      'generate.column.rank',
      'generate.column.kept',
      'generate.column.entropy',
    ] as const;
    return {
      caption: message(locale, 'generate.caption'),
      columns: keys.map((key) => message(locale, key)),
      rows: lineOf(trace, view).map((token) => [
        String(token.position),
        visibleToken(token.string),
        howDrawn(token, locale),
        formatFixed(token.logit, 3),
        formatNumber(token.probability, 4),
        formatNumber(token.filtered, 4),
        formatCount(token.rank + 1),
        formatCount(token.distribution.kept),
        formatFixed(token.distribution.entropy, 3),
      ]),
    };
  },

  describe(trace, view, locale) {
    if (view.busy) return ''; // it is read out when it stands still
    const token = selectedOf(trace, view);
    if (!token) return message(locale, 'generate.describeEmpty');
    return message(locale, 'generate.describe', {
      token: quoted(token.string, locale),
      position: token.position,
      filtered: formatProbability(token.filtered),
      own: formatProbability(token.probability),
      rank: formatCount(token.rank + 1),
      written: lineOf(trace, view).length,
    });
  },
};

export const lineOf = (trace: Trace, view: Pick<GenerateSpec, 'line'>): readonly WrittenToken[] =>
  view.line ?? trace.loadedContinuation() ?? [];

/** The written token whose distribution is shown; null where nothing is written. */
export function selectedOf(trace: Trace, view: Pick<GenerateSpec, 'line' | 'selected'>): WrittenToken | null {
  const line = lineOf(trace, view);
  return line[Math.min(view.selected ?? Infinity, line.length - 1)] ?? null;
}

const howDrawn = ({ by }: WrittenToken, locale: Locale): string =>
  by === null ? message(locale, 'generate.byYou') : settingsOf(by, locale);
