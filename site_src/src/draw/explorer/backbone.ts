import { svg } from '../element';
import type { Span } from './layout';
import type { Part } from './parts';
import type { Vectors } from './scene';
import type { Sheet } from './sheet';
import { drawStrip, type StripStyle } from './strip';

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
  { context, layout }: Sheet,
  { u, du }: Span,
  part: Part | null,
  vectors: Vectors,
  style: StripStyle,
): Element {
  const { plane, rows, stream } = layout;
  const dv = stream + (plane.vertical ? 3 : 6);
  return svg(
    context,
    'g',
    { class: 'gf-x-window', 'data-part': part },
    ...vectors.map((vector, token) => {
      const v = rows[token]!.stream - dv / 2;
      return svg(
        context,
        'g',
        { 'data-position': token },
        svg(context, 'rect', { class: 'gf-x-frame', rx: 2, ...plane.box(u - 1.5, v - 1.5, du + 3, dv + 3) }),
        drawStrip(context, plane, vector, { u, v, du, dv }, style),
      );
    }),
  );
}
