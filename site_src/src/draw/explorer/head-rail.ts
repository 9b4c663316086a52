import { sequentialClass, sequentialStep } from '../../core/colour';
import { classes } from '../element';
import { headOf, type Head } from '../head';
import { round } from './plane';
import { kept, shape, type Sheet } from './sheet';

/** The heads of the open block side by side, each as its pattern. Each carries `data-head`. */
export function drawHeadRail(sheet: Sheet): Element | null {
  const { layout, trace, view } = sheet;
  const { plane, top, panel } = layout;
  if (plane.vertical) return null;
  const { n_head } = trace.meta.model.config;
  const from = panel.u + TITLE;
  const pitch = Math.min(58, (panel.u + panel.du - 8 - from) / n_head);
  const side = Math.min(44, pitch - 10);
  const minis = Array.from({ length: n_head }, (_, head) => {
    const x = round(from + head * pitch);
    const y = top - 70 - side / 2;
    const ground = { x: x - 3, y: y - 3, width: side + 6, height: side + 6, rx: 5 };
    return shape(
      sheet,
      `mini ${head}`,
      'g',
      { class: classes('gf-x-mini', head === view.head && 'gf-selected'), 'data-head': head },
      shape(sheet, `mini ground ${head}`, 'rect', { class: 'gf-x-mini-ground', ...ground }),
      kept(sheet, `pattern of ${head}`, sheet.of, () => pattern(sheet, headOf(trace, view.block, head), x, y, side)),
      side < 30 ? null : shape(sheet, `mini name ${head}`, 'text', { x: x + side, y, dy: '0.85em' }, String(head)),
    );
  });
  return shape(sheet, 'rail', 'g', { class: 'gf-x-rail' }, ...minis);
}

/** Room of the block's name, to the left of its heads. */
const TITLE = 108;

/** A head's matrix: a run of one colour is one box, and all of a colour are one path. */
function pattern(sheet: Sheet, head: Head, x: number, y: number, side: number): Element {
  const { size } = head;
  const cells = [...runsOf(head)].map(([step, d]) =>
    shape(sheet, `pattern ${head.head} ${step}`, 'path', { class: sequentialClass(step), d }),
  );
  const scale = Number((side / size).toFixed(3));
  const transform = `translate(${x} ${y}) scale(${scale})`;
  return shape(sheet, `pattern ${head.head}`, 'g', { transform, 'shape-rendering': 'crispEdges' }, ...cells);
}

/** By head: the same ones come into sight again and again. */
const known = new WeakMap<Head, ReadonlyMap<number, string>>();

/** The runs of each step of the scale. */
function runsOf(head: Head): ReadonlyMap<number, string> {
  const found = known.get(head);
  if (found) return found;
  const { size } = head;
  const stepAt = (query: number, key: number): number => sequentialStep(head.value('pattern', query, key));
  const paths = new Map<number, string>();
  for (let query = 0; query < size; query++) {
    for (let key = 0; key <= query;) {
      const [step, start] = [stepAt(query, key), key];
      while (key <= query && stepAt(query, key) === step) key++;
      paths.set(step, `${paths.get(step) ?? ''}M${start} ${query}h${key - start}v1h${start - key}z`);
    }
  }
  known.set(head, paths);
  return paths;
}
