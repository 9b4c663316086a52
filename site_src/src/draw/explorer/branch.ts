import { svg } from '../element';
import type { Row, Span } from './layout';
import type { Part } from './parts';
import { ribbon, thread, type End } from './plane';
import type { Sheet } from './sheet';
import { drawStrip } from './strip';

/** Middles of the three lanes beside a stream: of q, k and v. */
export function lanesOf({ lane, laneHeight }: Row): readonly [number, number, number] {
  return [lane + laneHeight / 6, lane + laneHeight / 2, lane + (laneHeight * 5) / 6];
}

export const middleOf = ({ lane, laneHeight }: Row): number => lane + laneHeight / 2;

/** How a part reads: from the token's stream to where it computes. */
export function tap({ context, layout }: Sheet, token: number, { u }: Span, to: End, kind: string): Element {
  const { plane, rows, stream } = layout;
  const from = { u, v: rows[token]!.stream + stream / 4, width: stream / 2 };
  return svg(context, 'path', { class: `gf-x-tap ${kind}`, d: ribbon(plane, from, { ...to, u: to.u - 4 }) });
}

/** LayerNorm, which everything passes that is read: a bar across each tap. */
export function gate({ context, layout }: Sheet, { u, du }: Span, part: Part): Element {
  const { plane, rows } = layout;
  const bars = rows.map(({ lane, laneHeight }, token) =>
    svg(context, 'rect', {
      class: 'gf-x-gate',
      'data-position': token,
      rx: 1.5,
      ...plane.box(u + du * 0.52, lane - laneHeight * 0.04, 3, laneHeight * 0.86),
    }),
  );
  return svg(context, 'g', { 'data-part': part }, ...bars);
}

interface Written {
  /** Where the part's own result ends. */
  readonly from: number;
  readonly v: number;
  /** Where the written vector is shown. */
  readonly through: Span;
  readonly vector: Float32Array;
  /** Of the stream's thickness. */
  readonly share: number;
  readonly kind: string;
  /** Where it has joined the stream. */
  readonly to: number;
}

/** How a part writes: its result as a vector as long as the stream, and the place where it is added. */
export function write(sheet: Sheet, token: number, written: Written): Element {
  const { from, v, through, vector, share, kind, to } = written;
  const { context, layout, styles } = sheet;
  const { plane, rows, stream, strip, pitch } = layout;
  const row = rows[token]!;
  const width = share * stream;
  const radius = Math.min(6.5, pitch * 0.22);
  const { x, y } = plane.spot(to - radius - 2, row.stream);
  const arm = Math.round(radius * 5) / 10;
  const joining = ribbon(plane, { u: through.u + through.du, v, width }, { u: to - radius - 2, v: row.stream, width });
  const box = { u: through.u, v: v - strip * 0.7, du: through.du, dv: strip * 1.4 };
  return svg(
    context,
    'g',
    { class: `gf-x-write ${kind}` },
    svg(context, 'path', { class: 'gf-x-thread', d: thread(plane, from, v, through.u, v) }),
    svg(context, 'path', { class: 'gf-x-join', d: joining }),
    drawStrip(context, plane, vector, box, styles.written),
    svg(context, 'circle', { class: 'gf-x-plus', cx: x, cy: y, r: Math.round(radius * 10) / 10 }),
    svg(context, 'path', { class: 'gf-x-plus-sign', d: `M${x - arm} ${y}h${2 * arm}M${x} ${y - arm}v${2 * arm}` }),
  );
}
