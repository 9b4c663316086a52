import { sequentialClass, sequentialStep, isStrongSequential } from '../core/colour';
import { message, messageParts } from '../core/messages';
import { formatFixed, formatNumber } from '../core/numbers';
import type { Locale, ModelConfig, View } from '../core/types';
import type { Trace } from '../trace/types';
import { classes, html, type Child } from './element';
import { partName, storedWithout, whatChanges, type RemovedPart, type Removal, type Without } from './removal';
import { quoted, tokenBox } from './token-name';
import type { Context, FigureKind } from './types';

export interface RemovalsSpec {
  /** What kind of part is chosen; which one say block and head. */
  readonly remove: Removal;
}

/** How far the prediction after the last token moves without each part of the model: a map of all of them. */
export const removals: FigureKind<RemovalsSpec> = {
  kind: 'removals',
  defaults: { remove: 'head' },

  async load(trace) {
    if (trace.hasAblations()) await trace.ablations();
  },

  draw(trace, view, context) {
    return html(context, 'div', { class: 'gf-removals' }, ...(drawMap(trace, view, context) ?? [none(context)]));
  },

  table(trace, _view, locale) {
    const found = removedFrom(trace);
    return {
      caption: message(locale, 'removals.caption', { token: quoted(trace.meta.tokens.at(-1) ?? '', locale) }),
      columns: ['removals.column.part', 'removals.column.kl', 'removals.column.best'].map((name) =>
        message(locale, name as 'removals.column.part'),
      ),
      rows: found.map(({ part, without }) => [
        partName(part, locale),
        formatNumber(without.kl, 4),
        quoted(without.best, locale),
      ]),
    };
  },

  describe(trace, view, locale) {
    const without = storedWithout(trace, view);
    return without ? sentence(trace, view, without, locale) : message(locale, 'removals.none');
  },
};

interface Removed {
  readonly part: RemovedPart;
  readonly without: Without;
}

/** Every part with what happens without it, in the order of the map; nothing where nothing is stored. */
function removedFrom(trace: Trace): Removed[] {
  return partsOf(trace.meta.model.config).flatMap((part) => {
    const without = storedWithout(trace, part);
    return without ? [{ part, without }] : [];
  });
}

/** Row by row: a block's heads, then its MLP; then what belongs to no block. */
export function partsOf({ n_layer, n_head }: ModelConfig): RemovedPart[] {
  const rows = Array.from({ length: n_layer }, (_, block): RemovedPart[] => [
    ...Array.from({ length: n_head }, (_, head): RemovedPart => ({ remove: 'head', block, head })),
    { remove: 'mlp', block, head: 0 },
  ]);
  return [...rows.flat(), { remove: 'positions', block: 0, head: 0 }, { remove: 'mask', block: 0, head: 0 }];
}

/** Whether two name the same part: a head needs block and head, an MLP the block. */
export function isSamePart(one: RemovedPart, other: RemovedPart): boolean {
  if (one.remove !== other.remove) return false;
  if (one.remove === 'head') return one.block === other.block && one.head === other.head;
  return one.remove !== 'mlp' || one.block === other.block;
}

/** The part next to the chosen one; null at the map's edge. */
export function partAfter(config: ModelConfig, chosen: RemovedPart, down: number, right: number): RemovedPart | null {
  const parts = partsOf(config);
  const at = parts.findIndex((part) => isSamePart(part, chosen));
  const [width, last] = [config.n_head + 1, parts.length - 2];
  if (right !== 0) return parts[at + right] ?? null;
  if (at >= last) return down < 0 ? parts[last - width + (at - last)]! : null;
  return parts[Math.min(at + down * width, last)] ?? null;
}

const none = (context: Context): Element =>
  html(context, 'p', { class: 'gf-note' }, message(context.locale, 'removals.none'));

function drawMap(trace: Trace, view: View & RemovalsSpec, context: Context): Element[] | null {
  const { locale } = context;
  const found = removedFrom(trace);
  const chosen = storedWithout(trace, view);
  if (!chosen) return null;
  const { n_layer, n_head } = trace.meta.model.config;
  const max = Math.max(...found.map(({ without }) => without.kl));
  const cell = (removed: Removed, index: number, span = 1): Element => {
    const step = sequentialStep(removed.without.kl / max);
    const look = classes(
      sequentialClass(step),
      isStrongSequential(step) && 'gf-on-strong',
      isSamePart(removed.part, view) && 'gf-selected',
    );
    const attributes = { class: look, 'data-removal': index, colspan: span };
    return html(context, 'td', attributes, formatFixed(removed.without.kl, 2));
  };
  const name = (text: string, span = 1): Element => html(context, 'th', { scope: 'col', colspan: span }, text);
  const label = (text: string): Element => html(context, 'th', { scope: 'row' }, text);
  const width = n_head + 1;
  const rows = Array.from({ length: n_layer }, (_, block) => {
    const cells = found.slice(block * width, (block + 1) * width).map((one, i) => cell(one, block * width + i));
    return html(context, 'tr', {}, label(`${block}`), ...cells);
  });
  const [positions, mask] = found.slice(-2);
  const half = Math.floor(width / 2);
  const whole = [cell(positions!, found.length - 2, half), cell(mask!, found.length - 1, width - half)];
  const token = tokenBox(trace, trace.meta.tokens.length - 1, context, 'gf-query');
  const heads = Array.from({ length: n_head }, (_, head) => name(`${head}`));
  const corner = html(context, 'td', { class: 'gf-soft' }, message(locale, 'removals.block'));
  const names = [
    name(message(locale, 'removals.positions'), half),
    name(message(locale, 'removals.mask'), width - half),
  ];
  return [
    html(context, 'p', { class: 'gf-part-title' }, ...messageParts<Child>(locale, 'removals.title', { token })),
    html(
      context,
      'table',
      { class: 'gf-removals-table' },
      html(
        context,
        'thead',
        {},
        html(context, 'tr', {}, html(context, 'td', {}), name(message(locale, 'removals.heads'), n_head), name('MLP')),
        html(context, 'tr', {}, corner, ...heads, html(context, 'td', {})),
      ),
      html(context, 'tbody', {}, ...rows),
      html(
        context,
        'tbody',
        {},
        html(context, 'tr', {}, html(context, 'td', {}), ...names),
        html(context, 'tr', {}, label(message(locale, 'removals.whole')), ...whole),
      ),
    ),
    html(context, 'p', { class: 'gf-readout' }, sentence(trace, view, chosen, locale)),
    html(context, 'p', { class: 'gf-note' }, message(locale, 'removals.note', { max: formatFixed(max, 2) })),
  ];
}

function sentence(trace: Trace, part: RemovedPart, { kl, best }: Without, locale: Locale): string {
  return whatChanges(part, kl, trace.string(trace.tensor('top_ids').data[0]!), best, locale);
}
