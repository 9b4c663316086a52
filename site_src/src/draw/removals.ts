import { sequentialClass, sequentialStep, isStrongSequential } from '../core/colour';
import { message, messageParts } from '../core/messages';
import { formatFixed, formatNumber } from '../core/numbers';
import type { Locale, ModelConfig, View } from '../core/types';
import type { Trace } from '../trace/types';
import { classes, html, type Child } from './element';
import {
  partName,
  removalOf,
  storedWithout,
  whatChanges,
  type RemovedPart,
  type Removal,
  type Without,
} from './removal';
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
      columns: (['part', 'kl', 'best'] as const).map((name) => message(locale, `removals.column.${name}`)),
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

/** The part next to the chosen one; null at the map's edge. */
export function partAfter(config: ModelConfig, chosen: RemovedPart, down: number, right: number): RemovedPart | null {
  const parts = partsOf(config);
  const at = parts.findIndex((part) => removalOf(config, part) === removalOf(config, chosen));
  const [width, last] = [config.n_head + 1, parts.length - 2];
  if (right !== 0) return parts[at + right] ?? null;
  if (at >= last) return down < 0 ? parts[last - width + (at - last)]! : null;
  return parts[Math.min(at + down * width, last)] ?? null;
}

const none = (context: Context): Element =>
  html(context, 'p', { class: 'gf-note' }, message(context.locale, 'removals.none'));

function drawMap(trace: Trace, view: View & RemovalsSpec, context: Context): Element[] | null {
  const { locale } = context;
  const chosen = storedWithout(trace, view);
  if (!chosen) return null;
  const found = removedFrom(trace);
  const max = Math.max(...found.map(({ without }) => without.kl));
  const token = tokenBox(trace, trace.meta.tokens.length - 1, context, 'gf-query');
  return [
    html(context, 'p', { class: 'gf-part-title' }, ...messageParts<Child>(locale, 'removals.title', { token })),
    drawTable(trace.meta.model.config, found, view, max, context),
    html(context, 'p', { class: 'gf-readout' }, sentence(trace, view, chosen, locale)),
    html(context, 'p', { class: 'gf-note' }, message(locale, 'removals.note', { max: formatFixed(max, 2) })),
  ];
}

/** A row a block, its MLP last; what belongs to no block shares a row below. */
function drawTable(
  config: ModelConfig,
  found: readonly Removed[],
  chosen: RemovedPart,
  max: number,
  context: Context,
): Element {
  const { locale } = context;
  const { n_layer, n_head } = config;
  const [width, half] = [n_head + 1, Math.floor((n_head + 1) / 2)];
  const row = (...cells: Element[]): Element => html(context, 'tr', {}, ...cells);
  const name = (text: string, span = 1): Element => html(context, 'th', { scope: 'col', colspan: span }, text);
  const label = (text: string): Element => html(context, 'th', { scope: 'row' }, text);
  const empty = (): Element => html(context, 'td', {});
  const selected = removalOf(config, chosen);
  const cell = (index: number, span = 1): Element => {
    const { part, without } = found[index]!;
    const step = sequentialStep(without.kl / max);
    const look = classes(
      sequentialClass(step),
      isStrongSequential(step) && 'gf-on-strong',
      removalOf(config, part) === selected && 'gf-selected',
    );
    const attributes = { class: look, 'data-removal': index, colspan: span };
    return html(context, 'td', attributes, formatFixed(without.kl, 2));
  };
  const heads = Array.from({ length: n_head }, (_, head) => name(`${head}`));
  const corner = html(context, 'td', { class: 'gf-soft' }, message(locale, 'removals.block'));
  const blocks = Array.from({ length: n_layer }, (_, block) =>
    row(label(`${block}`), ...Array.from({ length: width }, (_, i) => cell(block * width + i))),
  );
  const [positions, mask] = [n_layer * width, n_layer * width + 1];
  const whole = [
    row(
      empty(),
      name(message(locale, 'removals.positions'), half),
      name(message(locale, 'removals.mask'), width - half),
    ),
    row(label(message(locale, 'removals.whole')), cell(positions, half), cell(mask, width - half)),
  ];
  const head = [
    row(empty(), name(message(locale, 'removals.heads'), n_head), name('MLP')),
    row(corner, ...heads, empty()),
  ];
  return html(
    context,
    'table',
    { class: 'gf-removals-table' },
    html(context, 'thead', {}, ...head),
    html(context, 'tbody', {}, ...blocks),
    html(context, 'tbody', {}, ...whole),
  );
}

function sentence(trace: Trace, part: RemovedPart, { kl, best }: Without, locale: Locale): string {
  return whatChanges(part, kl, trace.string(trace.tensor('top_ids').data[0]!), best, locale);
}
