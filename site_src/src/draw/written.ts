import { probabilityClass, sequentialStep } from '../core/colour';
import type { WrittenToken } from '../core/generation';
import { message } from '../core/messages';
import { visibleToken } from '../core/token';
import type { Trace } from '../trace/types';
import { classes, html } from './element';
import { tokenText } from './token-text';
import type { Context } from './types';

type Line = readonly WrittenToken[];

/** The text, and after it each written token on the ground of its probability; `data-written` counts them. */
export function drawText(
  trace: Trace,
  line: Line,
  selected: WrittenToken | null,
  busy: boolean,
  context: Context,
): Element {
  const { locale } = context;
  const label = message(locale, 'generate.text', { tokens: trace.meta.tokens.length, written: line.length });
  const given = trace.meta.tokens.map((token) => html(context, 'li', { class: 'gf-given' }, tokenText(context, token)));
  const written = line.map((token, place) => drawWritten(token, place, token === selected, context));
  const next = html(context, 'li', {
    class: classes('gf-next', busy && 'gf-busy'),
    'aria-label': message(locale, 'generate.writes'),
  });
  const chosen = line.some(({ by }) => by === null);
  return html(
    context,
    'div',
    { class: 'gf-written' },
    html(context, 'ol', { class: 'gf-story', 'aria-label': label }, ...given, ...written, next),
    html(
      context,
      'p',
      { class: 'gf-note' },
      line.length === 0 ? message(locale, 'generate.empty') : message(locale, 'generate.legend'),
      chosen ? ` ${message(locale, 'generate.chosen')}` : '',
    ),
  );
}

function drawWritten(token: WrittenToken, place: number, selected: boolean, context: Context): Element {
  const ground = probabilityClass(sequentialStep(token.probability));
  return html(
    context,
    'li',
    {
      class: classes('gf-new', ground, token.by === null && 'gf-by-reader', selected && 'gf-selected'),
      'data-written': place,
      'aria-current': selected ? 'true' : null,
    },
    tokenText(context, token.string),
  );
}

/** Ways that were left, each from where it parts with the shown line; `data-left` counts them. */
export function drawLeft(left: readonly Line[], line: Line, context: Context): Element | null {
  if (left.length === 0) return null;
  const items = left.map((other, place) => {
    const shared = other.findIndex(({ id }, at) => id !== line[at]?.id);
    const from = shared < 0 ? other.length : shared;
    const rest = other.slice(from).map(({ string }) => visibleToken(string));
    const before = other.slice(Math.max(0, from - 1), from).map(({ string }) => visibleToken(string));
    return html(
      context,
      'li',
      { 'data-left': place },
      html(context, 'span', { class: 'gf-soft' }, `… ${before.join('')}`),
      html(context, 'span', { class: 'gf-other' }, rest.join('')),
    );
  });
  return html(
    context,
    'div',
    { class: 'gf-ways' },
    html(context, 'p', { class: 'gf-note' }, message(context.locale, 'generate.left')),
    html(context, 'ul', {}, ...items),
  );
}
