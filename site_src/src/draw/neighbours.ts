import { message, messageParts } from '../core/messages';
import { formatNumber } from '../core/numbers';
import { visibleToken } from '../core/token';
import type { View } from '../core/types';
import type { Trace, WeightsTensors } from '../trace/types';
import { classes, html, percent, type Child } from './element';
import { loadWeights, missing } from './embedding';
import { neighboursAt } from './embedding-data';
import { quoted, tokenBox } from './token-name';
import { tokenText } from './token-text';
import type { Context, FigureKind } from './types';

/** Neighbours that are named for each token of the text. */
const NAMED = 4;

/** The tokens whose embeddings point most the same way: of the chosen token with numbers, of the others by name. */
export const neighbours: FigureKind = {
  kind: 'neighbours',
  defaults: {},
  load: loadWeights,

  draw(trace, view, context) {
    const weights = trace.loadedWeights();
    if (!weights) return missing('gf-neighbours', context);
    const token = tokenBox(trace, view.position, context);
    const title = messageParts<Child>(context.locale, 'neighbours.title', { token });
    return html(
      context,
      'div',
      { class: 'gf-neighbours' },
      html(context, 'p', { class: 'gf-part-title' }, ...title),
      list(trace, weights, view, context),
      html(context, 'p', { class: 'gf-note' }, message(context.locale, 'neighbours.note')),
      everyToken(trace, weights, view, context),
    );
  },

  table(trace, view, locale) {
    const weights = trace.loadedWeights();
    return {
      caption: message(locale, 'neighbours.caption', { token: quoted(trace.meta.tokens[view.position] ?? '', locale) }),
      columns: [
        message(locale, 'column.token'),
        message(locale, 'column.id'),
        message(locale, 'neighbours.column.cosine'),
      ],
      rows: (weights ? neighboursAt(weights, view.position) : []).map(({ id, cosine }) => [
        visibleToken(trace.string(id)),
        String(id),
        formatNumber(cosine, 4),
      ]),
    };
  },

  describe(trace, view, locale) {
    const weights = trace.loadedWeights();
    if (!weights) return message(locale, 'embedding.missing');
    const [first, ...others] = neighboursAt(weights, view.position);
    const name = (id: number): string => quoted(trace.string(id), locale);
    return message(locale, 'neighbours.describe', {
      token: quoted(trace.meta.tokens[view.position] ?? '', locale),
      first: name(first?.id ?? -1),
      cosine: formatNumber(first?.cosine ?? NaN),
      others: others
        .slice(0, 2)
        .map(({ id }) => name(id))
        .join(locale === 'zh' ? '、' : ', '),
    });
  },
};

function list(trace: Trace, weights: WeightsTensors, view: View, context: Context): Element {
  const lines = neighboursAt(weights, view.position).map(({ id, cosine }) =>
    html(
      context,
      'tr',
      { 'data-token-id': id },
      html(context, 'th', { scope: 'row' }, tokenText(context, trace.string(id))),
      html(
        context,
        'td',
        {},
        html(context, 'span', { class: 'gf-number' }, formatNumber(cosine)),
        html(
          context,
          'span',
          { class: 'gf-bar' },
          html(context, 'span', { class: 'gf-fill gf-part-embed', style: `width:${percent(Math.max(0, cosine))}` }),
        ),
      ),
    ),
  );
  const head = [message(context.locale, 'column.token'), message(context.locale, 'neighbours.cosine')].map((text) =>
    html(context, 'th', { scope: 'col' }, text),
  );
  return html(
    context,
    'table',
    { class: 'gf-ledger' },
    html(context, 'thead', {}, html(context, 'tr', {}, ...head)),
    html(context, 'tbody', {}, ...lines),
  );
}

function everyToken(trace: Trace, weights: WeightsTensors, view: View, context: Context): Element {
  const lines = trace.meta.tokens.map((token, position) => {
    const near = neighboursAt(weights, position).slice(0, NAMED);
    return html(
      context,
      'tr',
      { class: classes(position === view.position && 'gf-selected'), 'data-position': position },
      html(context, 'th', { scope: 'row' }, tokenText(context, token)),
      html(
        context,
        'td',
        { class: 'gf-token-list' },
        ...near.map(({ id }) => tokenText(context, trace.string(id), 'gf-boxed')),
      ),
    );
  });
  return html(
    context,
    'div',
    { class: 'gf-tokens-part' },
    html(context, 'p', { class: 'gf-part-title' }, message(context.locale, 'neighbours.all')),
    html(context, 'table', { class: 'gf-ledger' }, html(context, 'tbody', {}, ...lines)),
  );
}
