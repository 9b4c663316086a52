import { message, messageParts, type MessageKey } from '../core/messages';
import type { Locale, View } from '../core/types';
import type { Trace } from '../trace/types';
import { html, type Child } from './element';
import { strongestKey, type Head } from './head';
import { tokenBox, tokenName } from './token-name';
import type { Context } from './types';
import { weightText } from './weight-text';

/** What the selected row, or cell, says: as plain text. */
export function rowSentence(trace: Trace, view: View, head: Head, locale: Locale): string {
  const { says, key, weight } = statement(view, head);
  const [query, target] = [view.position, key].map((position) => tokenName(trace, position, locale));
  return message(locale, says, { query: query!, key: target!, weight });
}

/** The same with its tokens in boxes. */
export function drawRowSentence(trace: Trace, view: View, head: Head, context: Context): Element {
  const { says, key, weight } = statement(view, head);
  const parts = messageParts<Child>(context.locale, says, {
    query: tokenBox(trace, view.position, context, 'gf-query'),
    key: tokenBox(trace, key, context, 'gf-key'),
    weight,
  });
  return html(context, 'p', { class: 'gf-readout' }, ...parts);
}

function statement(view: View, head: Head): { says: MessageKey; key: number; weight: string } {
  const key = view.key ?? strongestKey(head, view.position);
  const weight = weightText(head, view.position, key);
  if (view.key === null) return { says: 'attention.strongest', key, weight };
  return { says: key > view.position ? 'attention.cellMasked' : 'attention.cell', key, weight };
}
