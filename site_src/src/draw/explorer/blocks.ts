import { svg } from '../element';
import type { Span } from './layout';
import type { Sheet } from './sheet';

/** Every block: the open one as a wide panel, each other one as a slab with what it adds to every token's stream. */
export function drawBlocks(sheet: Sheet): Element {
  const { context, layout, view } = sheet;
  const parts = layout.blocks.map((span, block) =>
    block === view.block ? panel(sheet, span) : slab(sheet, span, block),
  );
  return svg(context, 'g', { class: 'gf-x-blocks' }, ...parts);
}

function panel({ context, layout }: Sheet, { u, du }: Span): Element {
  const { top, rows, pitch, plane } = layout;
  const over = plane.vertical ? 4 : 104;
  return svg(context, 'rect', {
    class: 'gf-x-open',
    rx: 12,
    ...plane.box(u, top - over, du, rows.length * pitch + over + 4),
  });
}

function slab(sheet: Sheet, { u, du }: Span, block: number): Element {
  const { context, layout, scene } = sheet;
  const { top, rows, pitch, plane } = layout;
  const { attention, mlp } = scene.shares[block]!;
  const inner = du - 4;
  const name = plane.vertical ? plane.spot(u + du / 2, top - 10) : plane.spot(u + du / 2, top - 12);
  const bar = (token: number, share: number, place: number, kind: string): Element => {
    const { lane, laneHeight } = rows[token]!;
    const width = inner / 2 - 2.5;
    const at = u + 4 + place * (width + 1);
    const box = plane.vertical
      ? plane.box(at, lane, width, laneHeight * share)
      : plane.box(at, lane + laneHeight * (1 - share), width, laneHeight * share);
    return svg(context, 'rect', { class: `gf-x-bar ${kind}`, ...box });
  };
  return svg(
    context,
    'g',
    { class: 'gf-x-slab', 'data-block': block },
    svg(context, 'rect', {
      class: 'gf-x-slab-ground',
      rx: 4,
      ...plane.box(u + 2, top - 4, inner, rows.length * pitch + 8),
    }),
    ...rows.flatMap((_, token) => [
      bar(token, attention[token]!, 0, 'gf-x-from-attention'),
      bar(token, mlp[token]!, 1, 'gf-x-from-mlp'),
    ]),
    svg(context, 'text', { class: 'gf-x-slab-name', ...name, dy: plane.vertical ? '0.35em' : null }, String(block)),
  );
}
