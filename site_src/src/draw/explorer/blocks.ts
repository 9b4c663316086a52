import type { Layout, Span } from './layout';
import { boxPath } from './plane';
import { kept, shape, type Sheet } from './sheet';

/** Room that a block's number takes along the flow. */
const NAME = { vertical: 13, short: 11, long: 19 };

/** Every block that is not open, as a slab with what it adds to every token's stream. */
export function drawBlocks(sheet: Sheet): Element {
  const { layout, view } = sheet;
  return kept(sheet, 'blocks', [...sheet.place, view.block], () => {
    const every = namedBlocks(layout);
    const slabs = layout.blocks.map((span, block) =>
      block === view.block ? null : slab(sheet, span, block, block % every === 0),
    );
    return shape(sheet, 'blocks', 'g', { class: 'gf-x-blocks' }, ...slabs);
  });
}

/** Where there are many blocks, every second or third has its number. */
export function namedBlocks({ blocks, plane }: Layout): number {
  const room = plane.vertical ? NAME.vertical : blocks.length > 10 ? NAME.long : NAME.short;
  return Math.ceil(room / Math.min(...blocks.map(({ du }) => du)));
}

/** The ground of the open block. */
export function drawPanel(sheet: Sheet): Element {
  const { top, rows, pitch, plane, panel, shift } = sheet.layout;
  const over = plane.vertical ? 4 : 104;
  return shape(sheet, 'panel', 'rect', {
    class: 'gf-x-open',
    rx: 12,
    ...plane.box(panel.u + shift, top - over, panel.du, rows.length * pitch + over + 4),
  });
}

/** Of a block that is not open: the slab in its stretch, and the bars on it. Of many, each is narrow, and all of it. */
export function measuresOf(du: number): { margin: number; inner: number; width: number; bars: [number, number] } {
  const margin = Math.min(2, du / 6);
  const inner = du - 2 * margin;
  const padding = Math.min(2, inner / 4);
  const between = Math.min(1, inner / 8);
  const width = (inner - 2 * padding - between) / 2;
  const first = margin + padding;
  return { margin, inner, width, bars: [first, first + width + between] };
}

function slab(sheet: Sheet, { u, du }: Span, block: number, named: boolean): Element {
  const { layout, scene } = sheet;
  const { top, rows, pitch, plane } = layout;
  const { attention, mlp } = scene.shares[block]!;
  const { margin, inner, width, bars } = measuresOf(du);
  const name = plane.spot(du / 2, top - (plane.vertical ? 10 : 12));
  const bar = (shares: readonly number[], place: 0 | 1, kind: string): Element => {
    const at = bars[place];
    const d = shares.map((share, token) => {
      const { lane, laneHeight } = rows[token]!;
      return boxPath(plane.box(at, plane.vertical ? lane : lane + laneHeight * (1 - share), width, laneHeight * share));
    });
    return shape(sheet, `bar ${block} ${place}`, 'path', { class: `gf-x-bar ${kind}`, d: d.join('') });
  };
  const ground = { class: 'gf-x-slab-ground', rx: 4, ...plane.box(margin, top - 4, inner, rows.length * pitch + 8) };
  const label = { class: 'gf-x-slab-name', ...name, dy: plane.vertical ? '0.35em' : null };
  const marks = kept(sheet, `slab of ${block}`, sheet.place, () => [
    shape(sheet, `slab ground ${block}`, 'rect', ground),
    bar(attention, 0, 'gf-x-from-attention'),
    bar(mlp, 1, 'gf-x-from-mlp'),
    named ? shape(sheet, `slab name ${block}`, 'text', label, String(block)) : null,
  ]);
  const frame = { class: 'gf-x-slab', 'data-block': block, transform: plane.moved(u) };
  return shape(sheet, `slab ${block}`, 'g', frame, ...marks);
}
