import type { Span } from './layout';
import type { Part } from './parts';
import type { Vectors } from './scene';
import { kept, shape, type Sheet } from './sheet';
import { drawStrips, type StripStyle } from './strip';

/** The residual stream of each token, from its embedding to ln_f, with its real values at both ends. */
export function drawBackbone(sheet: Sheet): Element {
  const { scene, trace, layout, styles, place } = sheet;
  const { plane, rows, stations, stream } = layout;
  const from = stations.embed.u;
  const to = stations.final.u + stations.final.du;
  const line = (row: (typeof rows)[number], token: number): Element =>
    shape(sheet, `stream ${token}`, 'rect', {
      class: 'gf-x-stream',
      ...plane.box(from, row.stream - stream / 2, to - from, stream),
    });
  const { embedded, final } = scene;
  const ends = [0, trace.meta.model.config.n_layer - 1].map((layer) => trace.loadedLayer(layer));
  return kept(sheet, 'backbone', [...place, styles.embedded, styles.stream, ...ends], () =>
    shape(
      sheet,
      'backbone',
      'g',
      { class: 'gf-x-backbone' },
      ...kept(sheet, 'streams', place, () => rows.map(line)),
      embedded && drawWindow(sheet, stations.embed, 'embedding', embedded, styles.embedded),
      final && drawWindow(sheet, stations.final, 'final', final, styles.stream),
    ),
  );
}

/** The stream's values where the open block reads them, and where it has written. */
export function drawWindows(sheet: Sheet): readonly Element[] {
  const { scene, layout, styles } = sheet;
  const { pre, mid, post } = layout.stations;
  const { block } = scene;
  if (!block) return [];
  return kept(sheet, 'windows', [...sheet.of, styles.stream], () => [
    drawWindow(sheet, pre, 'ln1', block.pre, styles.stream),
    drawWindow(sheet, mid, 'ln2', block.mid, styles.stream),
    drawWindow(sheet, post, null, block.post, styles.stream),
  ]);
}

/** The stream's values at one place; the part is the one that reads them there. */
function drawWindow(sheet: Sheet, { u, du }: Span, part: Part | null, vectors: Vectors, style: StripStyle): Element {
  const { plane, rows, stream } = sheet.layout;
  const name = `window of ${part ?? 'nothing'}`;
  const dv = stream + (plane.vertical ? 3 : 6);
  const strips = vectors.map((vector, token) => ({ vector, u, v: rows[token]!.stream - dv / 2 }));
  const frame = ({ v }: { v: number }, token: number): Element =>
    shape(sheet, `${name} ${token}`, 'rect', {
      class: 'gf-x-frame',
      'data-position': sheet.first + token,
      rx: 2,
      ...plane.box(u - 1.5, v - 1.5, du + 3, dv + 3),
    });
  return shape(
    sheet,
    name,
    'g',
    { class: 'gf-x-window', 'data-part': part },
    ...kept(sheet, `frames of ${name}`, sheet.place, () => strips.map(frame)),
    drawStrips(sheet, `strips of ${name}`, strips, { du, dv }, style),
  );
}
