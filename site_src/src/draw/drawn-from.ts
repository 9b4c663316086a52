import { lotOf, type Candidate, type WrittenToken } from '../core/generation';
import { message, messageParts, type MessageKey } from '../core/messages';
import { formatCount, formatFixed, formatNumber, formatProbability, INFINITY, MINUS } from '../core/numbers';
import { settingsOf } from './drawing-settings';
import { classes, html, percent, type Child } from './element';
import { drawLot } from './lot';
import { tokenText } from './token-text';
import type { Context } from './types';

interface Shown {
  readonly rows: number;
  /** A token of the list that is pointed out. */
  readonly candidate: number | null;
  /** Size of the vocabulary. */
  readonly all: number;
}

/** What a written token was drawn from: the lot, then each candidate from its logit to its probability. */
export function drawnFrom(token: WrittenToken, shown: Shown, context: Context): Element {
  const { kept, entropy } = token.distribution;
  const named = tokenText(context, token.string, 'gf-boxed');
  const title = token.by === null ? 'generate.titleChosen' : 'generate.title';
  const note = message(context.locale, 'generate.note', {
    kept: formatCount(kept),
    all: formatCount(shown.all),
    choices: formatNumber(Math.exp(entropy)),
  });
  return html(
    context,
    'div',
    { class: 'gf-drawn-from' },
    html(
      context,
      'p',
      { class: 'gf-part-title' },
      ...messageParts<Child>(context.locale, title, { token: named, position: String(token.position) }),
      token.by && html(context, 'span', { class: 'gf-soft' }, settingsOf(token.by, context.locale)),
    ),
    lotOf(token) === null ? null : drawLot(token, context),
    html(
      context,
      'div',
      {
        class: 'gf-scroll',
        tabindex: 0,
        role: 'group',
        'aria-label': message(context.locale, 'generate.column.drawn'),
      },
      table(token, shown, context),
    ),
    html(context, 'p', { class: 'gf-note' }, note),
  );
}

const COLUMNS = [
  'column.logit',
  'column.scaledLogit',
  'column.filtered',
  'generate.column.drawn',
  'column.own',
] as const;

function table(token: WrittenToken, shown: Shown, context: Context): Element {
  const say = (key: MessageKey): string => message(context.locale, key);
  const listed = listOf(token, shown);
  const most = Math.max(...listed.map(({ probability, filtered }) => Math.max(probability, filtered)));
  const heads = ['column.token' as const, ...COLUMNS].map((key) => html(context, 'th', { scope: 'col' }, say(key)));
  return html(
    context,
    'table',
    { class: 'gf-candidates' },
    html(context, 'thead', {}, html(context, 'tr', {}, ...heads)),
    html(context, 'tbody', {}, ...listed.map((row) => line(row, token, shown, most, context))),
    html(context, 'tfoot', {}, rest(listed, token, shown, context)),
  );
}

/** The best tokens, and the one that was drawn where it is none of them. */
function listOf(token: WrittenToken, { rows, candidate }: Shown): readonly Candidate[] {
  const { candidates } = token.distribution;
  const first = candidates.slice(0, rows);
  const pointed = candidates.find(({ id }, place) => id === candidate && place >= rows);
  const more = [...(pointed ? [pointed] : []), ...(first.some(({ id }) => id === token.id) ? [] : [token])];
  return [...first, ...more.filter(({ id }, place) => more.findIndex((other) => other.id === id) === place)];
}

function line(row: Candidate, token: WrittenToken, shown: Shown, most: number, context: Context): Element {
  const drawn = row.id === token.id;
  const removed = row.filtered === 0;
  const temperature = token.by?.temperature ?? null;
  const scaled = temperature === null || temperature === 0 ? '–' : formatFixed(row.logit / temperature, 2);
  const place = token.distribution.candidates.findIndex(({ id }) => id === row.id);
  const far = drawn && place < 0 ? message(context.locale, 'generate.rank', { rank: formatCount(token.rank + 1) }) : '';
  const mark = message(context.locale, token.by === null ? 'generate.markChosen' : 'generate.mark');
  const cell = (text: string): Element => html(context, 'td', {}, text);
  return html(
    context,
    'tr',
    {
      class: classes(removed && 'gf-removed', drawn && 'gf-drawn', row.id === shown.candidate && 'gf-pointed'),
      'data-token-id': row.id,
    },
    html(
      context,
      'th',
      { scope: 'row' },
      tokenText(context, row.string),
      drawn ? html(context, 'span', { class: 'gf-drawn-mark' }, mark) : null,
      far ? html(context, 'span', { class: 'gf-soft' }, far) : null,
    ),
    cell(formatFixed(row.logit, 2)),
    cell(scaled),
    cell(removed ? `${MINUS}${INFINITY}` : scaled),
    share(row.filtered, most, 'gf-sampled', context),
    share(row.probability, most, 'gf-own', context),
  );
}

function share(p: number, most: number, name: string, context: Context): Element {
  const fill = html(context, 'span', { class: 'gf-fill', style: `width:${percent(p / most)}` });
  return html(
    context,
    'td',
    { class: `gf-share ${name}` },
    html(context, 'span', { class: 'gf-number' }, formatProbability(p)),
    html(context, 'span', { class: 'gf-bar' }, fill),
  );
}

function rest(listed: readonly Candidate[], token: WrittenToken, { all }: Shown, context: Context): Element {
  const say = (key: MessageKey, count: number): string => message(context.locale, key, { count: formatCount(count) });
  const left = token.distribution.kept - listed.filter(({ filtered }) => filtered > 0).length;
  const sum = (of: (row: Candidate) => number): number =>
    Math.max(0, 1 - listed.reduce((total, row) => total + of(row), 0));
  const drawn = left <= 0 ? 0 : sum(({ filtered }) => filtered);
  return html(
    context,
    'tr',
    {},
    html(
      context,
      'th',
      { scope: 'row', colspan: 4 },
      say('generate.rest', all - listed.length),
      ' · ',
      say('generate.restKept', Math.max(0, left)),
    ),
    html(context, 'td', { class: 'gf-share' }, formatProbability(drawn)),
    html(context, 'td', { class: 'gf-share' }, formatProbability(sum(({ probability }) => probability))),
  );
}
