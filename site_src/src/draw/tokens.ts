import { formatCount } from '../core/numbers';
import { message, messageParts } from '../core/messages';
import { tokenParts, visibleToken } from '../core/token';
import type { View } from '../core/types';
import type { Trace } from '../trace/types';
import { byteCount, joinBytes, type Joined } from './bytes';
import { classes, html, type Child } from './element';
import { number } from './number';
import { quoted } from './token-name';
import { tokenText } from './token-text';
import type { Context, FigureKind } from './types';

/** The text cut into tokens: a box each, with position, text and id. */
export const tokens: FigureKind = {
  kind: 'tokens',
  defaults: {},
  load: () => Promise.resolve(),

  draw(trace, view, context) {
    const { locale } = context;
    const joined = new Map(joinBytes(trace.meta.tokens).map((run) => [run.end, run]));
    const items = trace.meta.tokens.flatMap((token, position) => {
      const run = joined.get(position);
      return [box(trace, view, context, token, position), ...(run ? [sum(run, context)] : [])];
    });
    const label = message(locale, 'tokens.label', { tokens: trace.meta.tokens.length });
    return html(
      context,
      'div',
      { class: 'gf-tokens' },
      html(context, 'ol', { class: 'gf-chips', 'aria-label': label }, ...items),
      html(context, 'p', { class: 'gf-note' }, ...notes(trace, context)),
    );
  },

  table(trace, _view, locale) {
    const { tokens: all, unseen } = trace.meta;
    const tells = unseen.length > 0; // a text of nothing but known tokens needs no column to say so
    const columns = ['column.position', 'column.token', 'column.id', 'column.bytes'] as const;
    return {
      caption: message(locale, 'tokens.caption'),
      columns: [...columns, ...(tells ? (['tokens.column.met'] as const) : [])].map((key) => message(locale, key)),
      rows: all.map((token, position) => [
        String(position),
        visibleToken(token),
        String(idAt(trace, position)),
        String(byteCount(token)),
        ...(tells ? [message(locale, unseen.includes(position) ? 'tokens.met.no' : 'tokens.met.yes')] : []),
      ]),
    };
  },

  describe(trace, view, locale) {
    const token = quoted(trace.meta.tokens[view.position] ?? '', locale);
    const selected = message(locale, 'tokens.selected', {
      position: view.position,
      token,
      id: idAt(trace, view.position),
    });
    if (!trace.meta.unseen.includes(view.position)) return selected;
    return `${selected} ${message(locale, 'tokens.unseen', { mark: '' }).trim()}`;
  },
};

/** The id of a token, which says what it is. */
export const idNumber = (token: string, id: number, context: Context, prefix = ''): Element =>
  number(context, `${prefix}${id}`, () => ({
    text: message(context.locale, 'number.id', { token: quoted(token, context.locale), id }),
    from: ['tokens'],
  }));

const idAt = (trace: Trace, position: number): number => trace.tensor('tokens').data[position] ?? -1;

function box(trace: Trace, view: View, context: Context, token: string, position: number): Element {
  const selected = position === view.position;
  const unmet = trace.meta.unseen.includes(position);
  return html(
    context,
    'li',
    {
      class: classes('gf-chip', selected && 'gf-selected', unmet && 'gf-unmet'),
      'data-position': position,
      'aria-current': selected ? 'true' : null,
    },
    html(context, 'span', { class: 'gf-chip-position' }, String(position)),
    tokenText(context, token),
    html(context, 'span', { class: 'gf-chip-id' }, idNumber(token, idAt(trace, position), context)),
    unmet ? html(context, 'span', { class: 'gf-unseen' }, `(${message(context.locale, 'tokens.unseenShort')})`) : null,
  );
}

/** What the bytes of the tokens before it make together. */
function sum(run: Joined, context: Context): Element {
  const title = message(context.locale, 'tokens.joined');
  return html(context, 'li', { class: 'gf-chip-sum', title, 'aria-label': `${run.text}: ${title}` }, `= ${run.text}`);
}

function notes(trace: Trace, context: Context): Element[] {
  const { text, tokens: all } = trace.meta;
  const summary = message(context.locale, 'tokens.summary', {
    tokens: formatCount(all.length),
    characters: formatCount([...text].length),
    bytes: formatCount(new TextEncoder().encode(text).length),
  });
  const key = message(context.locale, 'tokens.key');
  const unmet = trace.meta.unseen.length > 0 ? [unmetNote(context)] : [];
  return [summary, key].map((part) => html(context, 'span', {}, part)).concat(marks(all, context), unmet);
}

/** What the mark of a token means that training never showed the model. */
function unmetNote(context: Context): Element {
  const mark = html(context, 'span', { class: 'gf-mark gf-unmet', 'aria-hidden': 'true' }, '∅');
  return html(context, 'span', {}, ...messageParts<Child>(context.locale, 'tokens.unseen', { mark }));
}

const MARKS = [
  ['·', 'token.space'],
  ['↵', 'token.newline'],
  ['⇥', 'token.tab'],
] as const;

/** What the marks mean that occur in this text. */
function marks(all: readonly string[], context: Context): Element[] {
  const parts = all.flatMap((token) => tokenParts(token));
  const spaces = MARKS.filter(([mark]) => parts.some(({ kind, text }) => kind === 'space' && text === mark));
  const byte = parts.find(({ kind, text }) => kind === 'byte' && text > '\\x7F');
  return [...spaces, ...(byte ? [[byte.text, 'token.byte'] as const] : [])].map(([text, key]) => {
    const mark = html(context, 'span', { class: 'gf-mark' }, text);
    return html(context, 'span', {}, ...messageParts<Child>(context.locale, key, { mark }));
  });
}
