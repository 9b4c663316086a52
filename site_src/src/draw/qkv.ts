import { message, messageParts } from '../core/messages';
import { formatCount, formatNumber } from '../core/numbers';
import type { Locale, View } from '../core/types';
import type { Trace } from '../trace/types';
import { html, type Child } from './element';
import { drawSum, subscript } from './products';
import { BIASES, matrixOf, vectorAt, VECTORS, workedAt, type VectorName, type Worked } from './qkv-data';
import { drawRows, rowsTable } from './qkv-rows';
import { quoted, tokenBox, tokenName } from './token-name';
import type { Context, FigureKind } from './types';
import { barNote, drawVector, largest } from './vector';

export interface QkvSpec {
  /** Of which of the three one number is worked out. */
  readonly vector: VectorName;
  /** The chosen token's vectors and what one number is made of, or the vectors of all tokens. */
  readonly show: 'one' | 'all';
}

/** A head's query, key and value of one token, and one number of them as the products that it is the sum of. */
export const qkv: FigureKind<QkvSpec> = {
  kind: 'qkv',
  defaults: { vector: 'q', show: 'one' },

  async load(trace, view) {
    if (trace.hasLayer(view.block)) await trace.layer(view.block);
    if (trace.hasWeights() && view.show === 'one') await trace.layerWeights(view.block);
  },

  draw(trace, view, context) {
    if (view.show === 'all') return drawAll(trace, view, context);
    const { locale } = context;
    const { block, head } = view;
    const token = tokenBox(trace, view.position, context);
    const title = messageParts<Child>(locale, 'qkv.title', { block: String(block), head: String(head), token });
    const worked = workedAt(trace, view, view.vector);
    return html(
      context,
      'div',
      { class: 'gf-qkv' },
      html(context, 'p', { class: 'gf-part-title' }, ...title),
      ...(vectorAt(trace, view, 'q')
        ? [inputStrip(worked, context), ...VECTORS.map((name) => strip(trace, view, name, worked, context))]
        : [html(context, 'p', { class: 'gf-note' }, message(locale, 'qkv.wait', { block }))]),
      worked
        ? sumPart(view, worked, context)
        : html(context, 'p', { class: 'gf-note' }, message(locale, 'qkv.noWeights')),
    );
  },

  table(trace, view, locale) {
    if (view.show === 'all') {
      const caption = message(locale, 'qkv.allCaption', { block: view.block, head: view.head });
      return { caption, ...rowsTable(trace, view, locale) };
    }
    const vectors = VECTORS.map((name) => vectorAt(trace, view, name));
    return {
      caption: message(locale, 'qkv.caption', {
        block: view.block,
        head: view.head,
        token: quoted(trace.meta.tokens[view.position] ?? '', locale),
        position: view.position,
      }),
      columns: [message(locale, 'qkv.column.number'), ...VECTORS],
      rows: Array.from({ length: vectors[0]?.length ?? 0 }, (_, i) => [
        String(i),
        ...vectors.map((vector) => formatNumber(vector![i]!, 4)),
      ]),
    };
  },

  describe(trace, view, locale) {
    if (view.show === 'all') return describeAll(trace, view, locale);
    const worked = workedAt(trace, view, view.vector);
    if (!worked)
      return message(locale, vectorAt(trace, view, 'q') ? 'qkv.noWeights' : 'qkv.wait', { block: view.block });
    return message(locale, 'qkv.describe', {
      block: view.block,
      head: view.head,
      dim: worked.dim,
      vector: view.vector,
      token: tokenName(trace, view.position, locale),
      total: formatNumber(worked.sum.total),
      size: formatCount(worked.x.length),
      largest: formatNumber(worked.sum.largest[0]?.value ?? NaN),
    });
  },
};

function drawAll(trace: Trace, view: View, context: Context): Element {
  const { locale } = context;
  const { block, head } = view;
  return html(
    context,
    'div',
    { class: 'gf-qkv' },
    html(context, 'p', { class: 'gf-part-title' }, message(locale, 'qkv.allTitle', { block, head })),
    ...(vectorAt(trace, view, 'q')
      ? drawRows(trace, view, context)
      : [html(context, 'p', { class: 'gf-note' }, message(locale, 'qkv.wait', { block }))]),
  );
}

function describeAll(trace: Trace, view: View, locale: Locale): string {
  const lengths = VECTORS.map((name) => vectorAt(trace, view, name)).map((vector) =>
    formatNumber(Math.hypot(...Array.from(vector ?? [NaN]))),
  );
  const token = tokenName(trace, view.position, locale);
  return message(locale, 'qkv.describeAll', { token, q: lengths[0]!, k: lengths[1]!, v: lengths[2]! });
}

function inputStrip(worked: Worked | null, context: Context): Element | null {
  if (!worked) return null;
  const name = message(context.locale, 'qkv.x', { size: formatCount(worked.x.length) });
  return html(
    context,
    'div',
    { class: 'gf-strip-part' },
    html(context, 'p', { class: 'gf-strip-name' }, html(context, 'span', {}, name)),
    drawVector({ values: worked.x, range: largest(worked.x), label: name }, context),
    barNote(worked.x.length, context),
  );
}

const COLOURS = { q: 'gf-query', k: 'gf-key', v: 'gf-value' } as const;

function strip(trace: Trace, view: View & QkvSpec, name: VectorName, worked: Worked | null, context: Context): Element {
  const { locale } = context;
  const values = vectorAt(trace, view, name)!;
  const facts = message(locale, 'qkv.size', {
    size: formatCount(values.length),
    length: formatNumber(Math.hypot(...Array.from(values))),
  });
  const title = message(locale, `qkv.${name}`);
  const chosen = name === view.vector ? (worked?.dim ?? null) : null;
  return html(
    context,
    'div',
    { class: `gf-strip-part gf-of-${name}`, 'data-vector': name },
    html(
      context,
      'p',
      { class: 'gf-strip-name' },
      html(context, 'span', { class: COLOURS[name] }, title),
      html(context, 'span', { class: 'gf-soft' }, facts),
    ),
    drawVector({ values, range: largest(values), chosen, label: `${title}: ${facts}` }, context),
  );
}

const LN_1 = ['resid_pre', 'ln1_scale', 'ln_1_weight', 'ln_1_bias'] as const;

function sumPart(view: View & QkvSpec, worked: Worked, context: Context): Element {
  const text = message(context.locale, 'qkv.sum', {
    dim: worked.dim,
    vector: view.vector,
    matrix: matrixOf(view.vector),
    size: formatCount(worked.x.length),
  });
  const name = `${view.vector}${subscript(worked.dim)}`;
  return html(
    context,
    'div',
    { class: `gf-tokens-part gf-of-${view.vector}` },
    html(context, 'p', { class: 'gf-part-title' }, text),
    drawSum(worked.sum, { name, x: 'ln_1(x)', from: [LN_1, [matrixOf(view.vector)], [BIASES[view.vector]]] }, context),
  );
}
