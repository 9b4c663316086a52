import { svg } from '../element';
import { keep } from '../keep';
import { lanesOf, middleOf } from './branch';
import { boxPath, ribbon } from './plane';
import type { Sheet } from './sheet';

/** What flows from each token's value into each token: as wide as weight × ‖v‖, all on one scale. */
export function drawFlows(sheet: Sheet): Element {
  const { context, layout, view } = sheet;
  const { rows } = layout;
  const flows = keep(context, `${layout.size} flows`, [...sheet.of, view.head], () => {
    const most = Math.max(...rows.map((_, query) => into(sheet, query)));
    const scale = (rows[0]!.laneHeight * 0.92) / most;
    return rows.map((_, query) => drawFlow(sheet, query, scale));
  });
  const chosen = flows[view.position]!;
  flows.forEach((flow) => flow.setAttribute('class', flow === chosen ? 'gf-x-flow gf-selected' : 'gf-x-flow'));
  return svg(
    context,
    'g',
    { class: 'gf-x-flows', 'data-part': 'attention' },
    keep(context, `${layout.size} carried`, sheet.of, () => carried(sheet)),
    ...flows.filter((flow) => flow !== chosen),
    chosen, // over the others
  );
}

/** The sum of weight × ‖v‖ that reaches a token. */
function into({ scene }: Sheet, query: number): number {
  let sum = 0;
  for (let key = 0; key <= query; key++) sum += scene.flow(query, key);
  return sum;
}

/** The values on their way to where the flows begin. */
function carried({ context, layout }: Sheet): Element {
  const { plane, rows, stations, strip } = layout;
  const from = stations.qkv.u + stations.qkv.du;
  const d = rows.map((row) =>
    boxPath(plane.box(from, lanesOf(row)[2] - strip * 0.35, stations.ribbons.u - from + 1, strip * 0.7)),
  );
  return svg(context, 'path', { class: 'gf-x-carry', d: d.join('') });
}

function drawFlow({ context, layout, scene, first }: Sheet, query: number, scale: number): Element {
  const { plane, rows, stations, strip } = layout;
  const { ribbons, z } = stations;
  const widths = Array.from({ length: query + 1 }, (_, key) => scene.flow(query, key) * scale);
  let v = middleOf(rows[query]!) - widths.reduce((sum, width) => sum + width, 0) / 2;
  const paths = widths.map((width, key) => {
    const from = { u: ribbons.u, v: lanesOf(rows[key]!)[2], width: Math.min(width, strip * 0.7) };
    const d = ribbon(plane, from, { u: z.u, v: v + width / 2, width });
    v += width;
    return svg(context, 'path', { d, 'data-query': first + query, 'data-key': first + key });
  });
  return svg(context, 'g', {}, ...paths);
}
