import { tokenParts, visibleToken } from '../core/token';
import { classes, html } from './element';
import type { Context } from './types';

/** A token as a span: white space as subtle marks, bytes in a type of their own. */
export function tokenText(context: Context, display: string, className = ''): Element {
  const parts = tokenParts(display).map(({ kind, text }) =>
    kind === 'text' ? text : html(context, 'span', { class: `gf-${kind}` }, text),
  );
  return html(context, 'span', { class: classes('gf-tok', className), title: visibleToken(display) }, ...parts);
}
