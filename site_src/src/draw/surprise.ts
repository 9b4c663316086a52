import { message } from '../core/messages';
import { formatCount, formatFixed, formatNumber, formatProbability } from '../core/numbers';
import { visibleToken } from '../core/token';
import type { View } from '../core/types';
import type { Trace } from '../trace/types';
import { classes, html, percent } from './element';
import { quoted, tokenName } from './token-name';
import { tokenText } from './token-text';
import type { Context, FigureKind } from './types';

/** What the model thought of a token before it saw it. */
interface Guess {
  readonly position: number;
  readonly probability: number;
  /** In nats: −ln of the probability. */
  readonly surprise: number;
  readonly rank: number;
  /** The token that it thought most probable there. */
  readonly best: string;
}

/** Each token of the text as a question that the text itself answers: how surprised the model was. */
export const surprise: FigureKind = {
  kind: 'surprise',
  defaults: {},
  load: () => Promise.resolve(),

  draw(trace, view, context) {
    const { locale } = context;
    const guesses = guessesOf(trace);
    const most = Math.max(...guesses.map((guess) => guess.surprise));
    const notes = guesses.length
      ? [
          html(context, 'p', { class: 'gf-readout' }, average(guesses, context)),
          html(context, 'p', { class: 'gf-note' }, message(locale, 'surprise.note', { max: formatFixed(most, 2) })),
        ]
      : [html(context, 'p', { class: 'gf-note' }, message(locale, 'surprise.short'))];
    return html(
      context,
      'div',
      { class: 'gf-surprise' },
      html(context, 'p', { class: 'gf-part-title' }, message(locale, 'surprise.title')),
      ledger(trace, view, guesses, most, context),
      ...notes,
    );
  },

  table(trace, _view, locale) {
    const guesses = guessesOf(trace);
    return {
      caption: message(locale, 'surprise.caption', { loss: formatFixed(lossOf(guesses), 2) }),
      columns: [
        message(locale, 'column.position'),
        message(locale, 'column.token'),
        message(locale, 'column.own'),
        message(locale, 'surprise.surprise'),
        message(locale, 'surprise.column.rank'),
        message(locale, 'surprise.column.expected'),
      ],
      rows: guesses.map((guess) => [
        String(guess.position),
        visibleToken(trace.meta.tokens[guess.position] ?? ''),
        formatNumber(guess.probability, 4),
        formatFixed(guess.surprise, 2),
        formatCount(guess.rank + 1),
        visibleToken(guess.best),
      ]),
    };
  },

  describe(trace, view, locale) {
    const token = tokenName(trace, view.position, locale);
    const guess = guessesOf(trace)[view.position - 1];
    if (!guess) return message(locale, 'surprise.describeFirst', { token });
    return message(locale, 'surprise.describe', {
      token,
      probability: formatProbability(guess.probability),
      surprise: formatFixed(guess.surprise, 2),
      best: quoted(guess.best, locale),
    });
  },
};

/** Of every token but the first, in the order of the text. */
export function guessesOf(trace: Trace): Guess[] {
  const [given, ranks] = [trace.tensor('next_log_prob').data, trace.tensor('next_rank').data];
  const { data: best, shape } = trace.tensor('position_top_ids');
  return Array.from({ length: trace.meta.tokens.length - 1 }, (_, before) => ({
    position: before + 1,
    probability: Math.exp(given[before] ?? NaN),
    surprise: -(given[before] ?? NaN),
    rank: ranks[before] ?? -1,
    best: trace.string(best[before * (shape[1] ?? 0)] ?? -1),
  }));
}

/** The loss on the text: the mean surprise, in nats; NaN where there is no question. */
export const lossOf = (guesses: readonly Guess[]): number =>
  guesses.reduce((sum, guess) => sum + guess.surprise, 0) / guesses.length;

function average(guesses: readonly Guess[], { locale }: Context): string {
  const loss = lossOf(guesses);
  return message(locale, 'surprise.average', { loss: formatFixed(loss, 2), choices: formatNumber(Math.exp(loss)) });
}

function ledger(trace: Trace, view: View, guesses: readonly Guess[], most: number, context: Context): Element {
  const { locale } = context;
  const heads = ['column.token', 'surprise.surprise', 'column.probability', 'surprise.expected'] as const;
  const line = (position: number, ...cells: Element[]): Element =>
    html(
      context,
      'tr',
      { class: classes(position === view.position && 'gf-selected'), 'data-position': position },
      html(context, 'th', { scope: 'row' }, tokenText(context, trace.meta.tokens[position] ?? '')),
      ...cells,
    );
  const none = html(context, 'td', { colspan: 3, class: 'gf-soft' }, message(locale, 'surprise.first'));
  return html(
    context,
    'table',
    { class: 'gf-ledger' },
    html(
      context,
      'thead',
      {},
      html(context, 'tr', {}, ...heads.map((name) => html(context, 'th', { scope: 'col' }, message(locale, name)))),
    ),
    html(
      context,
      'tbody',
      {},
      line(0, none),
      ...guesses.map((guess) => line(guess.position, ...cellsOf(guess, most, context))),
    ),
  );
}

function cellsOf(guess: Guess, most: number, context: Context): Element[] {
  const style = `width:${percent(guess.surprise / (most || 1))}`;
  const hit = guess.rank === 0;
  return [
    html(
      context,
      'td',
      {},
      html(context, 'span', { class: 'gf-number' }, formatFixed(guess.surprise, 2)),
      html(context, 'span', { class: 'gf-bar' }, html(context, 'span', { class: 'gf-fill', style })),
    ),
    html(context, 'td', {}, formatProbability(guess.probability)),
    html(context, 'td', { class: classes('gf-expected', hit && 'gf-hit') }, tokenText(context, guess.best)),
  ];
}
