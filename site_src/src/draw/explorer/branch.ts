import type { Child } from '../element';
import type { Row, Span } from './layout';
import type { Part } from './parts';
import { ribbon, round, thread } from './plane';
import type { Vectors } from './scene';
import { kept, shape, type Sheet } from './sheet';
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
  const { plane, rows, stream } = sheet.layout;
  return kept(sheet, `taps of ${kind}`, sheet.place, () => {
    const d = rows.map((row) =>
      ribbon(
        plane,
        { u, v: row.stream + stream / 4, width: stream / 2 },
        { u: to.u - 4, v: to.middle(row), width: to.width },
      ),
    );
    return shape(sheet, `taps ${kind}`, 'path', { class: `gf-x-tap ${kind}`, d: d.join('') });
  });
}

/** LayerNorm, which everything passes that is read: a bar across each tap. */
export function gate(sheet: Sheet, { u, du }: Span, part: Part): Element {
  const { plane, rows } = sheet.layout;
  const bar = ({ lane, laneHeight }: Row, token: number): Element =>
    shape(sheet, `${part} ${token}`, 'rect', {
      class: 'gf-x-gate',
      'data-position': sheet.first + token,
      rx: 1.5,
      ...plane.box(u + du * 0.52, lane - laneHeight * 0.04, 3, laneHeight * 0.86),
    });
  return kept(sheet, part, sheet.place, () => shape(sheet, part, 'g', { 'data-part': part }, ...rows.map(bar)));
}

/** Where each token's share of a part can be pointed at. */
export function places(sheet: Sheet, part: Part, from: number, to: number): readonly Element[] {
  const { plane, rows } = sheet.layout;
  return kept(sheet, `places of ${part}`, sheet.place, () =>
    rows.map(({ lane, laneHeight }, token) =>
      shape(sheet, `place of ${part} ${token}`, 'rect', {
        class: 'gf-x-place',
        'data-position': sheet.first + token,
        ...plane.box(from, lane, to - from, laneHeight),
      }),
    ),
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
export function write(sheet: Sheet, written: Written): Element {
  const { from, through, vectors, shares, kind, to } = written;
  const { layout, styles } = sheet;
  const { plane, rows, stream, strip } = layout;
  const radius = radiusOf(sheet);
  const path = (name: string, d: (row: Row, token: number) => string): Child =>
    shape(sheet, `${kind} ${name}`, 'path', { class: `gf-x-${name}`, d: rows.map(d).join('') });
  const join = (row: Row, token: number): string => {
    const width = shares[token]! * stream;
    const end = { u: to - radius - 2, v: row.stream, width };
    return ribbon(plane, { u: through.u + through.du, v: middleOf(row), width }, end);
  };
  const dv = strip * 1.4;
  const strips = vectors.map((vector, token) => ({ vector, u: through.u, v: middleOf(rows[token]!) - dv / 2 }));
  return kept(sheet, kind, sheet.of, () =>
    shape(
      sheet,
      kind,
      'g',
      { class: `gf-x-write ${kind}` },
      kept(sheet, `${kind} threads`, sheet.place, () =>
        path('thread', (row) => thread(plane, from, middleOf(row), through.u, middleOf(row))),
      ),
      path('join', join),
      drawStrips(sheet, `${kind} strips`, strips, { du: through.du, dv }, styles.written),
      ...kept(sheet, `${kind} signs`, sheet.place, () => signs(sheet, written, path)),
    ),
  );
}

const radiusOf = ({ layout }: Sheet): number => Math.min(6.5, layout.pitch * 0.22);

/** The plus where a part's result is added. */
function signs(
  sheet: Sheet,
  { to }: Written,
  path: (name: string, d: (row: Row) => string) => Child,
): readonly Child[] {
  const radius = radiusOf(sheet);
  const arm = Math.round(radius * 5) / 10;
  const r = round(radius);
  const middle = (row: Row): { x: number; y: number } => sheet.layout.plane.spot(to - radius - 2, row.stream);
  return [
    path('plus', (row) => {
      const { x, y } = middle(row);
      return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
    }),
    path('plus-sign', (row) => {
      const { x, y } = middle(row);
      return `M${x - arm} ${y}h${2 * arm}M${x} ${y - arm}v${2 * arm}`;
    }),
  ];
}
