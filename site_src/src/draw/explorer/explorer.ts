import { message } from '../../core/messages';
import { formatNumber, formatProbability } from '../../core/numbers';
import { visibleToken } from '../../core/token';
import type { Locale, Table, View } from '../../core/types';
import type { Trace } from '../../trace/types';
import { html } from '../element';
import { arrange, keep } from '../keep';
import { headOf } from '../head';
import { rowSentence } from '../sentence';
import { quoted } from '../token-name';
import type { FigureKind } from '../types';
import { weightText } from '../weight-text';
import { SIZES, type Size } from './layout';
import type { Continued } from './continued';
import { drawLegend } from './legend';
import { drawOverview } from './overview';
import type { Part } from './parts';
import { length, sceneOf } from './scene';
import { sheetOf } from './sheet';
import { drawUnfolded, type Shown } from './unfolded';

export interface ExplorerSpec extends Shown, Continued {
  /** The part that is unfolded in place of the picture; null: the picture. */
  readonly part: Part | null;
  /** The width that the picture is drawn for; `all` leaves it to the page to show the one that fits. */
  readonly size: Size | 'all';
}

/** The whole model, from tokens to probabilities, with one block and one of its heads open. */
export const explorer: FigureKind<ExplorerSpec> = {
  kind: 'explorer',
  defaults: { part: null, size: 'all', step: 'pattern', candidate: null, neuron: null, kept: 0, arrives: false },

  /**
   * The open block; the first, which reads the embedding; the last, which writes what ln_f reads; and for a part that is
   * unfolded the weights of its worked examples.
   */
  async load(trace, view) {
    const wanted = new Set([0, view.block, trace.meta.model.config.n_layer - 1]);
    const layers = [...wanted].filter((block) => trace.hasLayer(block)).map((block) => trace.layer(block));
    const weights = view.part && trace.hasWeights() ? [trace.weights(), trace.layerWeights(view.block)] : [];
    await Promise.all([...layers, ...weights]);
  },

  draw(trace, view, context) {
    if (view.part) return html(context, 'div', { class: 'gf-explorer' }, drawUnfolded(view.part, trace, view, context));
    const label = describe(trace, view, context.locale);
    const sheets = SIZES.filter((size) => view.size === 'all' || size === view.size).map((size) =>
      sheetOf(trace, view, size, context),
    );
    const whole = keep(context, 'whole', [], () => html(context, 'div', { class: 'gf-explorer' }));
    const pictures = keep(context, 'pictures', [], () => html(context, 'div', { class: 'gf-x-pictures' }));
    arrange(
      pictures,
      sheets.map((sheet) => drawOverview(sheet, label, view)),
    );
    arrange(whole, [pictures, drawLegend(sheets.at(-1)!)]);
    return whole;
  },

  table(trace, view, locale): Table {
    const { block } = sceneOf(trace, view);
    const head = headOf(trace, view.block, view.head);
    const lengths = block?.v.map(length);
    return {
      caption: message(locale, 'explorer.caption', {
        token: quoted(trace.meta.tokens[view.position] ?? '', locale),
        position: view.position,
        block: view.block,
        head: view.head,
      }),
      columns: (
        ['column.position', 'column.key', 'column.weight', 'explorer.column.length', 'explorer.column.flow'] as const
      ).map((key) => message(locale, key)),
      rows: trace.meta.tokens.slice(0, view.position + 1).map((token, key) => {
        const weight = head.value('pattern', view.position, key);
        const size = lengths?.[key];
        return [
          String(key),
          visibleToken(token),
          weightText(head, view.position, key, 4),
          size === undefined ? '–' : formatNumber(size),
          size === undefined ? '–' : formatNumber(weight * size),
        ];
      }),
    };
  },

  describe,
};

function describe(trace: Trace, view: View, locale: Locale): string {
  const { next } = sceneOf(trace, view);
  return message(locale, 'explorer.label', {
    tokens: trace.meta.tokens.length,
    block: view.block,
    head: view.head,
    row: rowSentence(trace, view, headOf(trace, view.block, view.head), locale),
    top: quoted(trace.string(next.ids[0]!), locale),
    share: formatProbability(Math.exp(next.logProbs[0]!)),
  });
}
