import { message, messageParts } from '../core/messages';
import { formatCount, formatProbability } from '../core/numbers';
import type { View } from '../core/types';
import type { Trace } from '../trace/types';
import { classes, html, percent, type Child } from './element';
import { layersOf, topAt, type Followed, type Reading } from './lens-data';
import { layerName } from './lens-words';
import { tokenBox } from './token-name';
import { tokenText } from './token-text';
import type { Context } from './types';

/** The layers after the chosen position, a line each: the token on top, and where the followed one stands. */
export function drawRows(trace: Trace, view: View, followed: Followed, context: Context): Element {
  const { locale } = context;
  const box = (): Element => tokenText(context, trace.string(followed.id), 'gf-boxed');
  const token = tokenBox(trace, view.position, context, 'gf-query');
  const all = trace.meta.model.config.d_vocab;
  const readings = Array.from({ length: layersOf(trace) }, (_, layer) => followed.at(layer));
  const range = Math.max(...readings.map(({ probability }) => probability));
  const head = (name: string, ...children: Child[]): Element =>
    html(context, 'th', { scope: 'col', class: name }, ...children);
  const table = html(
    context,
    'table',
    { class: 'gf-lens-rows' },
    html(
      context,
      'thead',
      {},
      html(
        context,
        'tr',
        {},
        head('gf-layer', message(locale, 'lens.layer')),
        head('gf-lens-top', message(locale, 'lens.top')),
        head('gf-rank', ...messageParts<Child>(locale, 'lens.rank', { followed: box() })),
        head('gf-own', message(locale, 'lens.probability')),
      ),
    ),
    html(
      context,
      'tbody',
      {},
      ...readings.map((reading, layer) => line(trace, view, layer, reading, { all, range }, context)),
    ),
  );
  return html(
    context,
    'div',
    { class: 'gf-lens-follow' },
    html(
      context,
      'p',
      { class: 'gf-part-title' },
      ...messageParts<Child>(locale, 'lens.followTitle', { token, followed: box() }),
    ),
    table,
    html(context, 'p', { class: 'gf-note' }, message(locale, 'lens.note', { all: formatCount(all) })),
  );
}

interface Ranges {
  /** The vocabulary's size, and the longest bar's probability. */
  readonly all: number;
  readonly range: number;
}

function line(
  trace: Trace,
  view: View,
  layer: number,
  { rank, probability }: Reading,
  { all, range }: Ranges,
  context: Context,
): Element {
  const top = topAt(trace, layer, view.position);
  return html(
    context,
    'tr',
    { class: classes(layer === view.block + 1 && 'gf-selected'), 'data-layer': layer },
    html(context, 'th', { scope: 'row' }, layerName(layer, context.locale)),
    html(
      context,
      'td',
      { class: 'gf-lens-top' },
      tokenText(context, trace.string(top.id)),
      html(context, 'span', { class: 'gf-soft' }, ` ${formatProbability(top.probability)}`),
    ),
    barCell('gf-rank', formatCount(rank + 1), 1 - Math.log(rank + 1) / Math.log(all), context),
    barCell('gf-own', formatProbability(probability), probability / range, context),
  );
}

function barCell(name: string, text: string, share: number, context: Context): Element {
  return html(
    context,
    'td',
    { class: name },
    html(context, 'span', { class: 'gf-number' }, text),
    html(
      context,
      'span',
      { class: 'gf-bar' },
      html(context, 'span', { class: 'gf-fill', style: `width:${percent(share)}` }),
    ),
  );
}
