import { message } from '../core/messages';
import { visibleToken } from '../core/token';
import type { Locale } from '../core/types';
import type { Trace } from '../trace/types';
import { html } from './element';
import { tokenText } from './token-text';
import type { Context } from './types';

/** A token in a sentence of plain text: in quotes. */
export const quoted = (display: string, locale: Locale): string =>
  message(locale, 'token.quoted', { token: visibleToken(display) });

/** The text's token at a position, in quotes; with the position where the text has the token more than once. */
export function tokenName(trace: Trace, position: number, locale: Locale): string {
  return quoted(trace.meta.tokens[position] ?? '', locale) + positionNote(trace, position, locale);
}

/** The same for a drawing: the token in a box. */
export function tokenBox(trace: Trace, position: number, context: Context, className = ''): Element {
  const token = tokenText(context, trace.meta.tokens[position] ?? '', `gf-boxed ${className}`.trim());
  return html(context, 'span', {}, token, positionNote(trace, position, context.locale));
}

/** " (position 3)", or nothing where the token alone says which one is meant. */
export function positionNote(trace: Trace, position: number, locale: Locale): string {
  const same = trace.meta.tokens.filter((token) => token === trace.meta.tokens[position]);
  return same.length > 1 ? message(locale, 'token.position', { position }) : '';
}
