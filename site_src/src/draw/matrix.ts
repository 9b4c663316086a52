import { message } from '../core/messages';
import { visibleToken } from '../core/token';
import type { Locale, View } from '../core/types';
import type { Trace } from '../trace/types';
import { classes, html } from './element';
import type { Head, Step } from './head';
import { explained, type Formula } from './number';
import { scaleOf, type Scale } from './scale';
import { rowSentence } from './sentence';
import { stepFormula } from './step-formula';
import { tokenText } from './token-text';
import type { Context } from './types';

/** Up to this many tokens the numbers stand in the cells, where the cells are wide enough. */
const NUMBERED = 10;
/** Labels of at most this many characters stand upright over cells of few tokens. */
const SHORT_LABEL = 5;
const FEW = 8;

/** One head's matrix: query rows, key columns, a step's values. Cells carry `data-query` and `data-key`. */
export function drawMatrix(trace: Trace, view: View, head: Head, step: Step, context: Context): Element {
  const { tokens } = trace.meta;
  const scale = scaleOf(head, step);
  const flat = tokens.length <= FEW && tokens.every((token) => visibleToken(token).length <= SHORT_LABEL);
  const grid = html(
    context,
    'div',
    {
      class: classes('gf-matrix gf-explained', flat && 'gf-flat', tokens.length <= NUMBERED && 'gf-numbered'),
      style: `--n:${tokens.length}`,
      'data-size': tokens.length ** 2,
      'data-columns': tokens.length,
      'data-start': view.position * tokens.length + (view.key ?? 0),
      role: 'img',
      'aria-label': matrixLabel(trace, view, head, step, context.locale),
    },
    corner(context),
    ...tokens.map((token, key) => columnLabel(context, token, key, view)),
    ...tokens.flatMap((token, query) => [
      rowLabel(context, token, query, view),
      ...row(context, head, step, query, scale),
    ]),
    html(context, 'span', { class: 'gf-row-frame', style: `grid-row:${lines(view.position)}` }),
    view.key === null ? null : cellFrame(context, view.position, view.key),
  );
  const explain = (index: number): Formula =>
    stepFormula(head, step, Math.floor(index / tokens.length), index % tokens.length);
  const name = stepName(head, step, context.locale);
  const frame = { class: 'gf-scroll', tabindex: 0, role: 'group', 'aria-label': name };
  return html(context, 'div', frame, explained(grid, explain));
}

/** The grid lines around a row or column of cells; labels come first. */
const lines = (index: number): string => `${index + 2}/${index + 3}`;

function cellFrame(context: Context, query: number, key: number): Element {
  return html(context, 'span', { class: 'gf-cell-frame', style: `grid-row:${lines(query)};grid-column:${lines(key)}` });
}

export function stepName(head: Head, step: Step, locale: Locale): string {
  return message(locale, `attention.step.${step}`, { size: head.d_head });
}

function matrixLabel(trace: Trace, view: View, head: Head, step: Step, locale: Locale): string {
  return message(locale, 'attention.matrixLabel', {
    block: head.block,
    head: head.head,
    step: stepName(head, step, locale),
    tokens: head.size,
    row: rowSentence(trace, view, head, locale),
  });
}

function corner(context: Context): Element {
  return html(
    context,
    'span',
    { class: 'gf-corner' },
    html(context, 'span', { class: 'gf-key' }, `${message(context.locale, 'attention.keys')} →`),
    html(context, 'span', { class: 'gf-query' }, `${message(context.locale, 'attention.queries')} ↓`),
  );
}

function columnLabel(context: Context, token: string, key: number, view: View): Element {
  const name = classes('gf-column-label', key === view.key && 'gf-selected');
  return html(context, 'span', { class: name, 'data-key': key }, tokenText(context, token));
}

function rowLabel(context: Context, token: string, query: number, view: View): Element {
  const name = classes('gf-row-label', query === view.position && 'gf-selected');
  return html(context, 'span', { class: name, 'data-query': query }, tokenText(context, token));
}

function row(context: Context, head: Head, step: Step, query: number, scale: Scale): Element[] {
  return Array.from({ length: head.size }, (_, key) => cell(context, head, step, query, key, scale));
}

function cell(context: Context, head: Head, step: Step, query: number, key: number, scale: Scale): Element {
  const value = head.value(step, query, key);
  const masked = key > query && (step === 'masked' || step === 'pattern');
  const numbered = head.size <= NUMBERED;
  return html(
    context,
    'span',
    { class: classes('gf-cell', masked ? 'gf-masked' : scale.classOf(value)), 'data-query': query, 'data-key': key },
    numbered && !(masked && step === 'pattern') ? html(context, 'span', {}, scale.text(value)) : null,
  );
}
