import { message } from '../core/messages';
import { formatNumber, formatShare } from '../core/numbers';
import type { View } from '../core/types';
import type { Trace } from '../trace/types';
import { classes, html, percent, type Child } from './element';
import { additionsAt, lengthsAt, ratioOf, type Addition } from './residual-data';
import type { Context } from './types';

/** Each block's two additions as lines of one table, with bars of one scale. A block's lines carry `data-block`. */
export function drawAdditions(trace: Trace, view: View, context: Context): Element {
  const additions = additionsAt(trace, view.position);
  const start = lengthsAt(trace, view.position)[0]!;
  const range = Math.max(start, ...additions.map(({ length }) => length));
  const table = html(
    context,
    'table',
    { class: 'gf-additions' },
    html(context, 'thead', {}, head(context)),
    html(
      context,
      'tbody',
      {},
      startLine(start, range, context),
      ...additions.map((addition) => line(addition, view, range, context)),
    ),
  );
  const note = message(context.locale, 'residual.note', { max: formatNumber(range) });
  return html(context, 'div', { class: 'gf-additions-part' }, table, html(context, 'p', { class: 'gf-note' }, note));
}

function head(context: Context): Element {
  const cell = (key: 'part' | 'added' | 'ratio' | 'after'): Element =>
    html(context, 'th', { scope: 'col', class: `gf-${key}` }, message(context.locale, `residual.${key}`));
  return html(context, 'tr', {}, cell('part'), cell('added'), cell('ratio'), cell('after'));
}

function startLine(length: number, range: number, context: Context): Element {
  return html(
    context,
    'tr',
    { class: 'gf-start' },
    html(context, 'th', { scope: 'row' }, message(context.locale, 'residual.start')),
    lengthCell(length, range, 'gf-part-embed', context),
    html(context, 'td', {}),
    html(context, 'td', {}, formatNumber(length)),
  );
}

function line(addition: Addition, view: View, range: number, context: Context): Element {
  const { block, part, length, after } = addition;
  const first: Child =
    part === 'attn'
      ? html(context, 'span', { class: 'gf-block-name' }, message(context.locale, 'residual.block', { block }))
      : null;
  return html(
    context,
    'tr',
    { class: classes(part === 'attn' && 'gf-first', block === view.block && 'gf-selected'), 'data-block': block },
    html(context, 'th', { scope: 'row' }, first, message(context.locale, `residual.${part}`)),
    lengthCell(length, range, `gf-part-${part}`, context),
    html(context, 'td', {}, formatShare(ratioOf(addition))),
    html(context, 'td', {}, formatNumber(after)),
  );
}

function lengthCell(length: number, range: number, part: string, context: Context): Element {
  return html(
    context,
    'td',
    {},
    html(context, 'span', { class: 'gf-number' }, formatNumber(length)),
    html(
      context,
      'span',
      { class: 'gf-bar' },
      html(context, 'span', { class: `gf-fill ${part}`, style: `width:${percent(length / range)}` }),
    ),
  );
}
