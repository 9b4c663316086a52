import { message, messageParts, type MessageKey } from '../core/messages';
import { formatNumber, MINUS } from '../core/numbers';
import type { View } from '../core/types';
import type { Trace } from '../trace/types';
import { classes, html, percent, type Child } from './element';
import { blockOf, furthest, normalisedAt, type Norm, type Normalised } from './layernorm-data';
import { quoted, tokenBox, tokenName } from './token-name';
import { tokenText } from './token-text';
import type { Context, FigureKind } from './types';
import { barNote, drawVector, largest } from './vector';

export interface LayerNormSpec {
  /** Before attention, before the MLP, or after the last block. */
  readonly which: Norm;
  /** The number of the vector that is worked out, from 0; null: the one furthest from the mean. */
  readonly component: number | null;
}

/** One LayerNorm: a vector before it and after each of its steps, and what it does to the lengths of all tokens. */
export const layernorm: FigureKind<LayerNormSpec> = {
  kind: 'layernorm',
  defaults: { which: 'ln_1', component: null },

  async load(trace, view) {
    const block = blockOf(trace, view.which, view.block);
    if (trace.hasLayer(block)) await trace.layer(block);
    if (!trace.hasWeights()) return;
    await (view.which === 'ln_f' ? trace.weights() : trace.layerWeights(view.block));
  },

  draw(trace, view, context) {
    const { locale } = context;
    const found = normalisedAt(trace, view.which, view.block, view.position);
    const token = tokenBox(trace, view.position, context);
    const where = view.which === 'ln_f' ? 'layernorm.titleFinal' : 'layernorm.title';
    const title = html(
      context,
      'p',
      { class: 'gf-part-title' },
      ...messageParts<Child>(locale, where, { which: view.which, block: String(view.block), token }),
    );
    if (!found) {
      const wait = message(locale, 'layernorm.wait', { block: view.block });
      return html(context, 'div', { class: 'gf-layernorm' }, title, html(context, 'p', { class: 'gf-note' }, wait));
    }
    const chosen = chosenOf(found, view);
    return html(
      context,
      'div',
      { class: 'gf-layernorm' },
      title,
      strip('layernorm.before', found.before, chosen, context),
      strip('layernorm.normal', found.normal, chosen, context),
      found.learned
        ? strip('layernorm.after', found.learned.after, chosen, context)
        : html(context, 'p', { class: 'gf-note' }, message(locale, 'layernorm.noWeights')),
      barNote(found.before.length, context),
      worked(found, chosen, context),
      tokensPart(trace, view, context),
    );
  },

  table(trace, view, locale) {
    const found = normalisedAt(trace, view.which, view.block, view.position);
    const columns = (['number', 'before', 'normal', 'gain', 'bias', 'after'] as const).map((name) =>
      message(locale, `layernorm.column.${name}`),
    );
    const caption = message(locale, 'layernorm.caption', {
      which: view.which,
      block: blockOf(trace, view.which, view.block),
      token: quoted(trace.meta.tokens[view.position] ?? '', locale),
      position: view.position,
    });
    const rows = [...(found?.before ?? [])].map((value, i) => [
      String(i),
      formatNumber(value, 4),
      formatNumber(found!.normal[i]!, 4),
      ...(['gain', 'bias', 'after'] as const).map((name) => {
        const values = found!.learned?.[name];
        return values ? formatNumber(values[i]!, 4) : '–';
      }),
    ]);
    return { caption, columns, rows };
  },

  describe(trace, view, locale) {
    const found = normalisedAt(trace, view.which, view.block, view.position);
    if (!found) return message(locale, 'layernorm.wait', { block: view.block });
    return message(locale, 'layernorm.describe', {
      token: tokenName(trace, view.position, locale),
      mean: formatNumber(found.mean),
      scale: formatNumber(found.scale),
      before: formatNumber(Math.hypot(...found.before)),
      after: formatNumber(Math.hypot(...found.normal)),
    });
  },
};

const chosenOf = (found: Normalised, { component }: LayerNormSpec): number =>
  component !== null && component in found.before ? component : furthest(found);

function strip(
  key: 'layernorm.before' | 'layernorm.normal' | 'layernorm.after',
  values: Float64Array,
  chosen: number,
  context: Context,
): Element {
  const { locale } = context;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const facts = message(locale, 'layernorm.facts', {
    mean: formatNumber(Math.abs(mean) < 1e-6 ? 0 : mean), // what is left of rounding
    variance: formatNumber(variance),
    length: formatNumber(Math.hypot(...values)),
  });
  return html(
    context,
    'div',
    { class: 'gf-strip-part' },
    html(
      context,
      'p',
      { class: 'gf-strip-name' },
      html(context, 'span', {}, message(locale, key)),
      html(context, 'span', { class: 'gf-soft' }, facts),
    ),
    drawVector({ values, range: largest(values), chosen, label: `${message(locale, key)}: ${facts}` }, context),
  );
}

/** The chosen number through the steps, with its numbers. */
function worked(found: Normalised, chosen: number, context: Context): Element {
  const { locale } = context;
  const text = (value: number): string => formatNumber(value, 4);
  const [before, normal] = [found.before[chosen]!, found.normal[chosen]!];
  const centred = text(before - found.mean);
  const say = (key: MessageKey, values: Record<string, string | number> = {}): string => message(locale, key, values);
  const lines = [
    say('layernorm.worked.centre', { sum: difference(text(before), found.mean), centred }),
    say('layernorm.worked.scale', { centred, scale: text(found.scale), normal: text(normal) }),
    ...(found.learned ? learnedLines(found.learned, normal, chosen, context) : []),
  ];
  return html(
    context,
    'div',
    { class: 'gf-worked' },
    html(context, 'p', {}, say('layernorm.worked', { number: chosen })),
    html(context, 'ol', {}, ...lines.map((line) => html(context, 'li', {}, line))),
  );
}

/** The two steps that were learned. */
function learnedLines(
  { gain, bias, after }: NonNullable<Normalised['learned']>,
  normal: number,
  chosen: number,
  { locale }: Context,
): string[] {
  const text = (value: number): string => formatNumber(value, 4);
  const weighed = text(normal * gain[chosen]!);
  const sum = difference(weighed, -bias[chosen]!);
  return [
    message(locale, 'layernorm.worked.weigh', { normal: text(normal), gain: text(gain[chosen]!), weighed }),
    message(locale, 'layernorm.worked.shift', { sum, after: text(after[chosen]!) }),
  ];
}

/** `a − b`, written as a sum where b is below zero. */
const difference = (a: string, b: number): string => `${a} ${b < 0 ? '+' : MINUS} ${formatNumber(Math.abs(b), 4)}`;

/** Every token's length before, what it was divided by, and its length after: the same for all. */
function tokensPart(trace: Trace, view: View & LayerNormSpec, context: Context): Element {
  const { locale } = context;
  const found = trace.meta.tokens.map((_, position) => normalisedAt(trace, view.which, view.block, position)!);
  const lengths = found.map(({ before }) => Math.hypot(...before));
  const lengthsAfter = found.map(({ normal }) => Math.hypot(...normal));
  const range = Math.max(...lengths, ...lengthsAfter);
  const head = (['token', 'lengthBefore', 'scale', 'lengthAfter'] as const).map((name) =>
    html(context, 'th', { scope: 'col' }, message(locale, `layernorm.tokens.${name}`)),
  );
  const lines = trace.meta.tokens.map((token, position) =>
    html(
      context,
      'tr',
      { class: classes(position === view.position && 'gf-selected'), 'data-position': position },
      html(context, 'th', { scope: 'row' }, tokenText(context, token)),
      barCell(lengths[position]!, range, context),
      html(context, 'td', {}, formatNumber(found[position]!.scale)),
      barCell(lengthsAfter[position]!, range, context),
    ),
  );
  return html(
    context,
    'div',
    { class: 'gf-tokens-part' },
    html(context, 'p', { class: 'gf-part-title' }, message(locale, 'layernorm.tokens.title')),
    html(
      context,
      'table',
      { class: 'gf-ledger' },
      html(context, 'thead', {}, html(context, 'tr', {}, ...head)),
      html(context, 'tbody', {}, ...lines),
    ),
    html(context, 'p', { class: 'gf-note' }, message(locale, 'layernorm.tokens.note', { max: formatNumber(range) })),
  );
}

function barCell(value: number, range: number, context: Context): Element {
  return html(
    context,
    'td',
    {},
    html(context, 'span', { class: 'gf-number' }, formatNumber(value)),
    html(
      context,
      'span',
      { class: 'gf-bar' },
      html(context, 'span', { class: 'gf-fill gf-part-embed', style: `width:${percent(value / range)}` }),
    ),
  );
}
