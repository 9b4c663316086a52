import { svg } from '../element';
import type { Row, Span } from './layout';
import type { Part } from './parts';
import { ribbon, thread } from './plane';
import type { Vectors } from './scene';
import type { Sheet } from './sheet';
import { drawStrips } from './strip';

/** Middles of the three lanes beside a stream: of q, k and v. */
export function lanesOf({ lane, laneHeight }: Row): readonly [number, number, number] {
  return [lane + laneHeight / 6, lane + laneHeight / 2, lane + (laneHeight * 5) / 6];
}

export const middleOf = ({ lane, laneHeight }: Row): number => lane + laneHeight / 2;

/** The middle of something, in each token's row. */
type Middle = (row: Row) => number;

/** How a part reads: from every token's stream to where it computes. */
export function taps(
  sheet: Sheet,
  { u }: Span,
  to: { u: number; width: number; middle: Middle },
  kind: string,
): Element {
  const { context, layout } = sheet;
  const { plane, rows, stream } = layout;
  const d = rows.map((row) =>
    ribbon(
      plane,
      { u, v: row.stream + stream / 4, width: stream / 2 },
      { u: to.u - 4, v: to.middle(row), width: to.width },
    ),
  );
  return svg(context, 'path', { class: `gf-x-tap ${kind}`, d: d.join('') });
}

/** LayerNorm, which everything passes that is read: a bar across each tap. */
export function gate({ context, layout, first }: Sheet, { u, du }: Span, part: Part): Element {
  const { plane, rows } = layout;
  const bars = rows.map(({ lane, laneHeight }, token) =>
    svg(context, 'rect', {
      class: 'gf-x-gate',
      'data-position': first + token,
      rx: 1.5,
      ...plane.box(u + du * 0.52, lane - laneHeight * 0.04, 3, laneHeight * 0.86),
    }),
  );
  return svg(context, 'g', { 'data-part': part }, ...bars);
}

/** Where each token's share of a part can be pointed at. */
export function places({ context, layout, first }: Sheet, from: number, to: number): Element[] {
  const { plane, rows } = layout;
  return rows.map(({ lane, laneHeight }, token) =>
    svg(context, 'rect', {
      class: 'gf-x-place',
      'data-position': first + token,
      ...plane.box(from, lane, to - from, laneHeight),
    }),
  );
}

interface Written {
  /** Where the part's own result ends. */
  readonly from: number;
  /** Where the written vectors are shown. */
  readonly through: Span;
  readonly vectors: Vectors;
  /** Of the stream's thickness, a number a token. */
  readonly shares: readonly number[];
  readonly kind: string;
  /** Where they have joined the stream. */
  readonly to: number;
}

/** How a part writes: its results as vectors as long as the stream, and the places where they are added. */
export function write(sheet: Sheet, { from, through, vectors, shares, kind, to }: Written): Element {
  const { context, layout, styles } = sheet;
  const { plane, rows, stream, strip, pitch } = layout;
  const radius = Math.min(6.5, pitch * 0.22);
  const arm = Math.round(radius * 5) / 10;
  const r = Math.round(radius * 10) / 10;
  const paths = rows.map((row, token) => {
    const v = middleOf(row);
    const width = shares[token]! * stream;
    const { x, y } = plane.spot(to - radius - 2, row.stream);
    return {
      thread: thread(plane, from, v, through.u, v),
      join: ribbon(plane, { u: through.u + through.du, v, width }, { u: to - radius - 2, v: row.stream, width }),
      plus: `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`,
      sign: `M${x - arm} ${y}h${2 * arm}M${x} ${y - arm}v${2 * arm}`,
    };
  });
  const all = (name: keyof (typeof paths)[number]): string => paths.map((path) => path[name]).join('');
  const dv = strip * 1.4;
  const strips = vectors.map((vector, token) => ({ vector, u: through.u, v: middleOf(rows[token]!) - dv / 2 }));
  return svg(
    context,
    'g',
    { class: `gf-x-write ${kind}` },
    svg(context, 'path', { class: 'gf-x-thread', d: all('thread') }),
    svg(context, 'path', { class: 'gf-x-join', d: all('join') }),
    drawStrips(context, plane, strips, { du: through.du, dv }, styles.written),
    svg(context, 'path', { class: 'gf-x-plus', d: all('plus') }),
    svg(context, 'path', { class: 'gf-x-plus-sign', d: all('sign') }),
  );
}
