import { message, messageParts } from '../core/messages';
import { formatCount, formatNumber } from '../core/numbers';
import type { View } from '../core/types';
import type { Trace } from '../trace/types';
import { html, type Child } from './element';
import { embeddedAt, type Embedded } from './embedding-data';
import { drawPositions } from './positions';
import { quoted, tokenBox, tokenName } from './token-name';
import type { Context, FigureKind } from './types';
import { barNote, drawVector, largest } from './vector';

export interface EmbeddingSpec {
  /** The number of the vectors that is read out, from 0; null: the largest of the sum. */
  readonly component: number | null;
}

/** How a token becomes a vector: its row of wte, plus the row of wpe of its position. */
export const embedding: FigureKind<EmbeddingSpec> = {
  kind: 'embedding',
  defaults: { component: null },
  load: loadWeights,

  draw(trace, view, context) {
    const [found, weights] = [embeddedAt(trace, view.position), trace.loadedWeights()];
    if (!found || !weights) return missing('gf-embedding', context);
    return html(
      context,
      'div',
      { class: 'gf-embedding' },
      heading(trace, view, found, context),
      ...strips(trace, view, found, context),
      html(context, 'p', { class: 'gf-note' }, message(context.locale, 'embedding.scale')),
      barNote(found.sum.length, context),
      drawPositions(weights, view, context),
    );
  },

  table(trace, view, locale) {
    const found = embeddedAt(trace, view.position);
    return {
      caption: message(locale, 'embedding.caption', {
        token: quoted(trace.meta.tokens[view.position] ?? '', locale),
        position: view.position,
      }),
      columns: (['number', 'wte', 'wpe', 'sum'] as const).map((name) => message(locale, `embedding.column.${name}`)),
      rows: [...(found?.sum ?? [])].map((sum, i) => [
        String(i),
        ...[found!.wte[i]!, found!.wpe[i]!, sum].map((value) => formatNumber(value, 4)),
      ]),
    };
  },

  describe(trace, view, locale) {
    const found = embeddedAt(trace, view.position);
    if (!found) return message(locale, 'embedding.missing');
    return message(locale, 'embedding.describe', {
      token: tokenName(trace, view.position, locale),
      id: idAt(trace, view.position),
      position: view.position,
      wte: formatNumber(lengthOf(found.wte)),
      wpe: formatNumber(lengthOf(found.wpe)),
    });
  },
};

/** Weights of worked examples, where this text has any. */
export async function loadWeights(trace: Trace): Promise<void> {
  if (trace.hasWeights()) await trace.weights();
}

/** What stands in place of a drawing whose weights are not stored. */
export function missing(className: string, context: Context): Element {
  const text = message(context.locale, 'embedding.missing');
  return html(context, 'div', { class: className }, html(context, 'p', { class: 'gf-note' }, text));
}

const idAt = (trace: Trace, position: number): number => trace.tensor('tokens').data[position] ?? -1;
const lengthOf = (values: ArrayLike<number>): number => Math.hypot(...Array.from(values));

/** The number that is read out. */
function chosenOf(found: Embedded, { component }: EmbeddingSpec): number {
  if (component !== null && component in found.sum) return component;
  return found.sum.reduce((best, value, i) => (Math.abs(value) > Math.abs(found.sum[best]!) ? i : best), 0);
}

function heading(trace: Trace, view: View & EmbeddingSpec, found: Embedded, context: Context): Element {
  const parts = messageParts<Child>(context.locale, 'embedding.title', {
    token: tokenBox(trace, view.position, context),
    position: String(view.position),
    size: formatCount(found.sum.length),
  });
  return html(context, 'p', { class: 'gf-part-title' }, ...parts);
}

function strips(trace: Trace, view: View & EmbeddingSpec, found: Embedded, context: Context): Element[] {
  const { locale } = context;
  const range = Math.max(...[found.wte, found.wpe, found.sum].map(largest));
  const chosen = chosenOf(found, view);
  const strip = (name: string, values: ArrayLike<number>): Element => {
    const length = message(locale, 'embedding.length', { length: formatNumber(lengthOf(values)) });
    return html(
      context,
      'div',
      { class: 'gf-strip-part' },
      html(
        context,
        'p',
        { class: 'gf-strip-name' },
        html(context, 'span', {}, name),
        html(context, 'span', { class: 'gf-soft' }, length),
      ),
      drawVector({ values, range, chosen, label: `${name}: ${length}` }, context),
    );
  };
  const text = (values: ArrayLike<number>): string => formatNumber(values[chosen]!);
  const wpe = found.wpe[chosen]! < 0 ? `(${text(found.wpe)})` : text(found.wpe);
  const worked = { number: chosen, wte: text(found.wte), wpe, sum: text(found.sum) };
  return [
    strip(message(locale, 'embedding.wte', { id: formatCount(idAt(trace, view.position)) }), found.wte),
    strip(message(locale, 'embedding.wpe', { position: view.position }), found.wpe),
    strip(message(locale, 'embedding.sum'), found.sum),
    html(context, 'p', { class: 'gf-readout' }, message(locale, 'embedding.worked', worked)),
  ];
}
