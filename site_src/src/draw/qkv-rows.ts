import { message } from '../core/messages';
import { formatCount, formatNumber } from '../core/numbers';
import { visibleToken } from '../core/token';
import type { Locale, View } from '../core/types';
import type { Trace } from '../trace/types';
import { classes, html } from './element';
import { vectorAt, VECTORS, type VectorName } from './qkv-data';
import { quoted } from './token-name';
import { tokenText } from './token-text';
import type { Context } from './types';
import { barNote, drawVector, largest } from './vector';

const COLOURS = { q: 'gf-query', k: 'gf-key', v: 'gf-value' } as const;
const STACKED = { q: 'Q', k: 'K', v: 'V' } as const;

/** The queries, keys and values of all tokens, stacked: a row a token, one scale for each of the three. */
export function drawRows(trace: Trace, view: View, context: Context): Element[] {
  const { d_head: size } = trace.meta.model.config;
  return [
    html(context, 'div', { class: 'gf-qkv-stacks' }, ...VECTORS.map((name) => stack(trace, view, name, context))),
    ...[barNote(size, context)].filter((note) => note !== null),
  ];
}

function stack(trace: Trace, view: View, name: VectorName, context: Context): Element {
  const { locale } = context;
  const { tokens } = trace.meta;
  const rows = tokens.map((_, position) => vectorAt(trace, { ...view, position }, name)!);
  const range = Math.max(...rows.map(largest));
  const facts = message(locale, 'qkv.stack', {
    rows: formatCount(rows.length),
    size: formatCount(rows[0]?.length ?? 0),
    range: formatNumber(range),
  });
  const lines = rows.map((values, position) =>
    html(
      context,
      'div',
      { class: classes('gf-stack-row', position === view.position && 'gf-selected'), 'data-position': position },
      tokenText(context, tokens[position]!),
      drawVector({ values, range, label: `${name}: ${quoted(tokens[position]!, locale)}` }, context),
    ),
  );
  return html(
    context,
    'section',
    { class: `gf-strip-part gf-of-${name}` },
    html(
      context,
      'p',
      { class: 'gf-strip-name' },
      html(context, 'span', { class: COLOURS[name] }, message(locale, `qkv.${STACKED[name]}`)),
      html(context, 'span', { class: 'gf-soft' }, facts),
    ),
    ...lines,
  );
}

/** Every number of every token's three vectors. */
export function rowsTable(trace: Trace, view: View, locale: Locale): { columns: string[]; rows: string[][] } {
  const { tokens } = trace.meta;
  const rows = tokens.flatMap((token, position) => {
    const vectors = VECTORS.map((name) => vectorAt(trace, { ...view, position }, name));
    return Array.from(vectors[0] ?? [], (_, i) => [
      `${position}  ${visibleToken(token)}`,
      String(i),
      ...vectors.map((vector) => formatNumber(vector![i]!, 4)),
    ]);
  });
  return { columns: [message(locale, 'column.token'), message(locale, 'qkv.column.number'), ...VECTORS], rows };
}
