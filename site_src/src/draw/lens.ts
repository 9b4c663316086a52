import { message } from '../core/messages';
import { formatCount, formatProbability } from '../core/numbers';
import { visibleToken } from '../core/token';
import type { Locale, View } from '../core/types';
import type { Trace } from '../trace/types';
import { html } from './element';
import { followedAt, hasLens, layersOf, topAt } from './lens-data';
import { drawGrid } from './lens-grid';
import { drawRows } from './lens-rows';
import { layerName } from './lens-words';
import { quoted, tokenName } from './token-name';
import type { FigureKind } from './types';

export interface LensSpec {
  /** Which of the tokens that end on top at the last position is followed, from 0; null: the text's own next token. */
  readonly tracked: number | null;
}

/** The logit lens: what the model would predict if it stopped after each block, at every position. */
export const lens: FigureKind<LensSpec> = {
  kind: 'lens',
  defaults: { tracked: null },
  load: (trace) => trace.lens(),

  draw(trace, view, context) {
    if (!hasLens(trace)) {
      const text = message(context.locale, 'lens.missing');
      return html(context, 'div', { class: 'gf-lens' }, html(context, 'p', { class: 'gf-note' }, text));
    }
    return html(
      context,
      'div',
      { class: 'gf-lens' },
      drawGrid(trace, view, sentence(trace, view, context.locale), context),
      drawRows(trace, view, followedAt(trace, view.position, view.tracked), context),
    );
  },

  table(trace, view, locale) {
    if (!hasLens(trace)) return { caption: message(locale, 'lens.missing'), columns: [], rows: [] };
    const followed = followedAt(trace, view.position, view.tracked);
    const name = { followed: quoted(trace.string(followed.id), locale) };
    return {
      caption: message(locale, 'lens.caption', {
        token: quoted(trace.meta.tokens[view.position] ?? '', locale),
        position: view.position,
        ...name,
      }),
      columns: (['layer', 'top', 'topProbability', 'followedRank', 'followedProbability'] as const).map((column) =>
        message(locale, `lens.column.${column}`, name),
      ),
      rows: Array.from({ length: layersOf(trace) }, (_, layer) => {
        const [top, reading] = [topAt(trace, layer, view.position), followed.at(layer)];
        return [
          layerName(layer, locale),
          visibleToken(trace.string(top.id)),
          formatProbability(top.probability),
          formatCount(reading.rank + 1),
          formatProbability(reading.probability),
        ];
      }),
    };
  },

  describe: (trace, view, locale) => (hasLens(trace) ? sentence(trace, view, locale) : message(locale, 'lens.missing')),
};

/** The selected cell, and the followed token there and at the end. */
function sentence(trace: Trace, view: View & LensSpec, locale: Locale): string {
  const followed = followedAt(trace, view.position, view.tracked);
  const layer = view.block + 1;
  const [top, now, end] = [topAt(trace, layer, view.position), followed.at(layer), followed.at(layersOf(trace) - 1)];
  return message(locale, 'lens.describe', {
    token: tokenName(trace, view.position, locale),
    layer: layerName(layer, locale),
    top: quoted(trace.string(top.id), locale),
    probability: formatProbability(top.probability),
    followed: quoted(trace.string(followed.id), locale),
    rank: formatCount(now.rank + 1),
    followedProbability: formatProbability(now.probability),
    finalRank: formatCount(end.rank + 1),
    finalProbability: formatProbability(end.probability),
  });
}
