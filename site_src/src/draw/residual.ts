import { message, messageParts } from '../core/messages';
import { formatFixed, formatNumber, formatShare } from '../core/numbers';
import type { Locale, Table, View } from '../core/types';
import type { Trace } from '../trace/types';
import { html, type Child } from './element';
import { additionsAt, PARTS, ratioOf, type Addition, type Part } from './residual-data';
import { drawLengths } from './residual-chart';
import { drawAdditions } from './residual-rows';
import { quoted, tokenBox, tokenName } from './token-name';
import type { FigureKind } from './types';

export interface ResidualSpec {
  /** The stream's length over the layers, what each part adds, or both. */
  readonly show: 'norms' | 'contributions' | 'both';
}

/** The residual stream at one position: how long it is after each part, and how much each part adds. */
export const residual: FigureKind<ResidualSpec> = {
  kind: 'residual',
  defaults: { show: 'both' },
  load: () => Promise.resolve(),

  draw(trace, view, context) {
    const token = (): Element => tokenBox(trace, view.position, context);
    const title = (key: 'residual.normsTitle' | 'residual.partsTitle'): Element =>
      html(context, 'p', { class: 'gf-part-title' }, ...messageParts<Child>(context.locale, key, { token: token() }));
    return html(
      context,
      'div',
      { class: 'gf-residual' },
      ...(view.show === 'contributions' ? [] : [title('residual.normsTitle'), drawLengths(trace, view, context)]),
      ...(view.show === 'norms' ? [] : [title('residual.partsTitle'), drawAdditions(trace, view, context)]),
    );
  },

  table(trace, view, locale): Table {
    return {
      caption: message(locale, 'residual.caption', {
        token: quoted(trace.meta.tokens[view.position] ?? '', locale),
        position: view.position,
      }),
      columns: (['block', 'part', 'added', 'before', 'after', 'ratio', 'angle'] as const).map((name) =>
        message(locale, `residual.column.${name}`),
      ),
      rows: additionsAt(trace, view.position).map((addition) => [
        String(addition.block),
        message(locale, `residual.${addition.part}`),
        formatNumber(addition.length, 4),
        formatNumber(addition.before, 4),
        formatNumber(addition.after, 4),
        formatNumber(ratioOf(addition), 4),
        `${formatFixed(addition.angle, 1)}°`,
      ]),
    };
  },

  describe: (trace, view, locale) => sentence(trace, view, locale),
};

function sentence(trace: Trace, view: View, locale: Locale): string {
  const [attn, mlp] = PARTS.map((part) => find(additionsAt(trace, view.position), view.block, part));
  if (!attn || !mlp) return '';
  return message(locale, 'residual.describe', {
    block: view.block,
    token: tokenName(trace, view.position, locale),
    attn: formatNumber(attn.length),
    attnShare: formatShare(ratioOf(attn)),
    mlp: formatNumber(mlp.length),
    mlpShare: formatShare(ratioOf(mlp)),
    before: formatNumber(attn.before),
    after: formatNumber(mlp.after),
  });
}

const find = (all: readonly Addition[], block: number, part: Part): Addition | undefined =>
  all.find((one) => one.block === block && one.part === part);
