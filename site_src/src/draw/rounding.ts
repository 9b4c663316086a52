import { message } from '../core/messages';
import { formatCount, formatNumber, formatShare } from '../core/numbers';
import type { View } from '../core/types';
import type { Trace } from '../trace/types';
import { html } from './element';
import { columnOf, GROUP, readAs, rounded, type Rounded } from './rounding-data';
import { drawRuler } from './rounding-ruler';
import type { Context, FigureKind } from './types';

export interface RoundingSpec {
  /** How many bits a weight is stored in. */
  readonly bits: number;
  /** Which 32 of the column's weights, from 0. */
  readonly group: number;
  /** The weight of them that is read out, from 0; null: the one that moves most. */
  readonly weight: number | null;
}

/** What a view shows: 32 weights and what rounding makes of them. */
interface Shown {
  readonly dim: number;
  readonly first: number;
  readonly weights: readonly number[];
  readonly rounded: Rounded;
  readonly read: readonly number[];
  readonly chosen: number;
}

/** 32 weights that share a scale, on the ruler that they are rounded with. */
export const rounding: FigureKind<RoundingSpec> = {
  kind: 'rounding',
  defaults: { bits: 4, group: 0, weight: null },

  async load(trace, view) {
    if (trace.hasWeights()) await trace.layerWeights(view.block);
  },

  draw(trace, view, context) {
    const { locale } = context;
    const shown = shownOf(trace, view);
    if (!shown) {
      return html(
        context,
        'div',
        { class: 'gf-rounding' },
        html(context, 'p', { class: 'gf-note' }, message(locale, 'rounding.none')),
      );
    }
    const { dim, first, weights, rounded: found, read, chosen } = shown;
    const which = { block: view.block, head: view.head, dim, from: first, to: first + weights.length - 1 };
    const note = message(locale, 'rounding.note', {
      published: message(locale, published(view.bits), { bits: view.bits }),
    });
    return html(
      context,
      'div',
      { class: 'gf-rounding' },
      html(context, 'p', { class: 'gf-part-title' }, message(locale, 'rounding.title', { bits: view.bits })),
      html(context, 'p', { class: 'gf-soft' }, message(locale, 'rounding.which', which)),
      drawRuler({ weights, rounded: found, read, bits: view.bits, chosen }, context),
      html(context, 'p', { class: 'gf-readout' }, worked(shown, context)),
      html(context, 'p', {}, summary(shown, view.bits, context)),
      found.scale < 0 ? html(context, 'p', { class: 'gf-note' }, message(locale, 'rounding.negative')) : null,
      html(context, 'p', { class: 'gf-note' }, note),
    );
  },

  table(trace, view, locale) {
    const shown = shownOf(trace, view);
    const columns = ['number', 'weight', 'mark', 'read', 'error'] as const;
    const first = shown?.first ?? 0;
    return {
      caption: message(locale, 'rounding.caption', { from: first, to: first + GROUP - 1, bits: view.bits }),
      columns: columns.map((name) => message(locale, `rounding.column.${name}`)),
      rows: (shown?.weights ?? []).map((weight, i) => [
        String(first + i),
        formatNumber(weight, 4),
        formatCount(shown!.rounded.marks[i]!),
        formatNumber(shown!.read[i]!, 4),
        formatNumber(shown!.read[i]! - weight, 4),
      ]),
    };
  },

  describe(trace, view, locale) {
    const shown = shownOf(trace, view);
    if (!shown) return message(locale, 'rounding.none');
    return message(locale, 'rounding.describe', {
      bits: view.bits,
      weight: shown.first + shown.chosen,
      value: formatNumber(shown.weights[shown.chosen]!),
      read: formatNumber(shown.read[shown.chosen]!),
    });
  },
};

/** How many groups of 32 the figure has to choose from. */
export const groupsOf = (trace: Trace): number => Math.floor(trace.meta.model.config.d_model / GROUP);

/** Bits that a variant is published with. */
const PUBLISHED = [8, 4];

const published = (bits: number): 'rounding.published.some' | 'rounding.published.few' =>
  PUBLISHED.includes(bits) ? 'rounding.published.some' : 'rounding.published.few';

/** The weight that is read out. */
export function chosenWeight(trace: Trace, view: View & RoundingSpec): number {
  return shownOf(trace, view)?.chosen ?? 0;
}

function shownOf(trace: Trace, view: View & RoundingSpec): Shown | null {
  const column = columnOf(trace, view);
  if (!column) return null;
  const first = Math.max(0, Math.min(view.group, groupsOf(trace) - 1)) * GROUP;
  const weights = column.weights.slice(first, first + GROUP);
  const found = rounded(weights, view.bits);
  const read = readAs(found);
  const errors = read.map((value, i) => Math.abs(value - weights[i]!));
  const chosen = view.weight ?? errors.indexOf(Math.max(...errors));
  return { dim: column.dim, first, weights, rounded: found, read, chosen };
}

function worked({ first, weights, rounded: { scale, marks }, read, chosen }: Shown, { locale }: Context): string {
  const inBrackets = (value: number): string => (value < 0 ? `(${formatNumber(value)})` : formatNumber(value));
  return message(locale, 'rounding.worked', {
    weight: first + chosen,
    value: formatNumber(weights[chosen]!),
    mark: formatCount(marks[chosen]!),
    scale: inBrackets(scale),
    read: formatNumber(read[chosen]!),
    error: formatNumber(read[chosen]! - weights[chosen]!),
  });
}

function summary({ weights, read }: Shown, bits: number, { locale }: Context): string {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + Math.abs(value), 0) / values.length;
  const moved = mean(weights.map((weight, i) => read[i]! - weight));
  return message(locale, 'rounding.sum', {
    mean: formatNumber(moved),
    share: formatShare(moved / mean(weights)),
    stored: bits + 16 / GROUP,
  });
}
