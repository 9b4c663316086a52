import { classes, svg } from '../element';
import { lanesOf, middleOf } from './branch';
import { ribbon } from './plane';
import type { Sheet } from './sheet';

/** What flows from each token's value into each token: as wide as weight × ‖v‖, all on one scale. */
export function drawFlows(sheet: Sheet): Element {
  const { context, layout, view } = sheet;
  const { rows } = layout;
  const most = Math.max(...rows.map((_, query) => into(sheet, query)));
  const scale = (rows[0]!.laneHeight * 0.92) / most;
  // The chosen token's flows come last, over the others.
  const queries = rows.map((_, query) => query).filter((query) => query !== view.position);
  return svg(
    context,
    'g',
    { class: 'gf-x-flows', 'data-part': 'attention' },
    ...rows.map((_, key) => carried(sheet, key)),
    ...[...queries, view.position].map((query) => drawFlow(sheet, query, scale)),
  );
}

/** The sum of weight × ‖v‖ that reaches a token. */
function into({ scene }: Sheet, query: number): number {
  let sum = 0;
  for (let key = 0; key <= query; key++) sum += scene.flow(query, key);
  return sum;
}

/** A value on its way to where the flows begin. */
function carried({ context, layout }: Sheet, key: number): Element {
  const { plane, rows, stations, strip } = layout;
  const from = stations.qkv.u + stations.qkv.du;
  const v = lanesOf(rows[key]!)[2] - strip * 0.35;
  return svg(context, 'rect', {
    class: 'gf-x-carry',
    ...plane.box(from, v, stations.ribbons.u - from + 1, strip * 0.7),
  });
}

function drawFlow({ context, layout, scene, view }: Sheet, query: number, scale: number): Element {
  const { plane, rows, stations, strip } = layout;
  const { ribbons, z } = stations;
  const widths = Array.from({ length: query + 1 }, (_, key) => scene.flow(query, key) * scale);
  let v = middleOf(rows[query]!) - widths.reduce((sum, width) => sum + width, 0) / 2;
  const paths = widths.map((width, key) => {
    const from = { u: ribbons.u, v: lanesOf(rows[key]!)[2], width: Math.min(width, strip * 0.7) };
    const d = ribbon(plane, from, { u: z.u, v: v + width / 2, width });
    v += width;
    return svg(context, 'path', { d, 'data-query': query, 'data-key': key });
  });
  return svg(context, 'g', { class: classes('gf-x-flow', query === view.position && 'gf-selected') }, ...paths);
}
