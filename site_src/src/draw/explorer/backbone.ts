import { svg } from '../element';
import type { Span } from './layout';
import type { Part } from './parts';
import type { Vectors } from './scene';
import type { Sheet } from './sheet';
import { drawStrips, type StripStyle } from './strip';

/** The residual stream of each token, from its embedding to ln_f, with its real values where parts read from it. */
export function drawBackbone(sheet: Sheet): Element {
  const { context, scene, layout, styles } = sheet;
  const { plane, rows, stations, stream } = layout;
  const from = stations.embed.u;
  const to = stations.final.u + stations.final.du;
  const lines = rows.map((row) =>
    svg(context, 'rect', { class: 'gf-x-stream', ...plane.box(from, row.stream - stream / 2, to - from, stream) }),
  );
  const { block, embedded, final } = scene;
  return svg(
    context,
    'g',
    { class: 'gf-x-backbone' },
    ...lines,
    embedded && window(sheet, stations.embed, 'embedding', embedded, styles.embedded),
    block && window(sheet, stations.pre, 'ln1', block.pre, styles.stream),
    block && window(sheet, stations.mid, 'ln2', block.mid, styles.stream),
    block && window(sheet, stations.post, null, block.post, styles.stream),
    final && window(sheet, stations.final, 'final', final, styles.stream),
  );
}

/** The stream's values at one place; the part is the one that reads them there. */
function window(
  { context, layout, first }: Sheet,
  { u, du }: Span,
  part: Part | null,
  vectors: Vectors,
  style: StripStyle,
): Element {
  const { plane, rows, stream } = layout;
  const dv = stream + (plane.vertical ? 3 : 6);
  const strips = vectors.map((vector, token) => ({ vector, u, v: rows[token]!.stream - dv / 2 }));
  const frames = strips.map(({ v }, token) => {
    const box = plane.box(u - 1.5, v - 1.5, du + 3, dv + 3);
    return svg(context, 'rect', { class: 'gf-x-frame', 'data-position': first + token, rx: 2, ...box });
  });
  return svg(
    context,
    'g',
    { class: 'gf-x-window', 'data-part': part },
    ...frames,
    drawStrips(context, plane, strips, { du, dv }, style),
  );
}
