import { lanesOf, middleOf } from './branch';
import { boxPath, ribbon } from './plane';
import { kept, shape, type Sheet } from './sheet';

/** What flows from each token's value into each token: as wide as weight × ‖v‖, all on one scale. */
export function drawFlows(sheet: Sheet): Element {
  const { layout, view } = sheet;
  const of = [...sheet.of, view.head];
  const widths = kept(sheet, 'widths', of, () => widthsOf(sheet));
  const pale = kept(sheet, 'flows', of, () => layout.rows.map((_, query) => drawPale(sheet, query, widths[query]!)));
  return shape(
    sheet,
    'all flows',
    'g',
    { class: 'gf-x-flows', 'data-part': 'attention' },
    kept(sheet, 'carried', sheet.place, () => carried(sheet)),
    shape(sheet, 'pale', 'g', { class: 'gf-x-flow' }, ...pale.filter((_, query) => query !== view.position)),
    drawChosen(sheet, widths[view.position]!), // over the others
  );
}

/** How wide each ribbon is, by query and key: the most that reaches one token fills its lane. */
function widthsOf({ scene, layout }: Sheet): readonly number[][] {
  const flows = layout.rows.map((_, query) => Array.from({ length: query + 1 }, (_, key) => scene.flow(query, key)));
  const most = Math.max(...flows.map(total));
  const scale = (layout.rows[0]!.laneHeight * 0.92) / most;
  return flows.map((row) => row.map((flow) => flow * scale));
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** The values on their way to where the flows begin. */
function carried(sheet: Sheet): Element {
  const { plane, rows, stations, strip } = sheet.layout;
  const from = stations.qkv.u + stations.qkv.du;
  const d = rows.map((row) =>
    boxPath(plane.box(from, lanesOf(row)[2] - strip * 0.35, stations.ribbons.u - from + 1, strip * 0.7)),
  );
  return shape(sheet, 'carry', 'path', { class: 'gf-x-carry', d: d.join('') });
}

/** The ribbons into one token, side by side in the order of the keys. */
function ribbonsInto({ layout }: Sheet, query: number, widths: readonly number[]): string[] {
  const { plane, rows, stations, strip } = layout;
  const { ribbons, z } = stations;
  let v = middleOf(rows[query]!) - total(widths) / 2;
  return widths.map((width, key) => {
    const from = { u: ribbons.u, v: lanesOf(rows[key]!)[2], width: Math.min(width, strip * 0.7) };
    const d = ribbon(plane, from, { u: z.u, v: v + width / 2, width });
    v += width;
    return d;
  });
}

function drawPale(sheet: Sheet, query: number, widths: readonly number[]): Element {
  const d = ribbonsInto(sheet, query, widths).join('');
  return shape(sheet, `pale ${query}`, 'path', { d, 'data-query': sheet.first + query });
}

/** The ribbons into the chosen token are the same shapes whichever token or head that is: a browser moves them there. */
function drawChosen(sheet: Sheet, widths: readonly number[]): Element {
  const { first, view } = sheet;
  const paths = ribbonsInto(sheet, view.position, widths).map((d, key) =>
    shape(sheet, `ribbon ${key}`, 'path', { d, 'data-query': first + view.position, 'data-key': first + key }),
  );
  return shape(sheet, 'chosen', 'g', { class: 'gf-x-flow gf-selected' }, ...paths);
}
