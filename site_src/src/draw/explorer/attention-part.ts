import { sequentialClass, sequentialStep } from '../../core/colour';
import { svg } from '../element';
import { keep } from '../keep';
import { drawFlows } from './flows';
import { gate, lanesOf, middleOf, places, taps, write } from './branch';
import { boxPath } from './plane';
import type { BlockVectors } from './scene';
import type { Sheet } from './sheet';
import { drawStrips } from './strip';

const NAMES = ['q', 'k', 'v'] as const;

/** One head: the stream read through LayerNorm, q, k and v, the weights, the flow of values, and what is written back. */
export function drawAttention(sheet: Sheet, block: BlockVectors): Element {
  const { context, layout } = sheet;
  const ofHead = (name: string, make: () => Element): Element =>
    keep(context, `${layout.size} ${name}`, [...sheet.of, sheet.view.head], make);
  return svg(
    context,
    'g',
    { class: 'gf-x-attention' },
    drawFlows(sheet),
    ofHead('reading', () => drawReading(sheet, block)),
    keep(context, `${layout.size} gate`, sheet.of, () => gate(sheet, layout.stations.ln1, 'ln1')),
    layout.stations.weights.du ? ofHead('weights', () => drawWeights(sheet)) : null,
    ofHead('writing', () => drawWriting(sheet, block)),
  );
}

function drawReading(sheet: Sheet, block: BlockVectors): Element {
  const { context, layout, styles } = sheet;
  const { plane, stations, strip, rows } = layout;
  const { qkv, ln1 } = stations;
  const lane = (i: number, token: number): number => lanesOf(rows[token]!)[i]! - strip / 2;
  return svg(
    context,
    'g',
    { 'data-part': 'qkv' },
    ...NAMES.map((name, i) =>
      taps(sheet, ln1, { u: qkv.u, width: strip * 0.7, middle: (row) => lanesOf(row)[i]! }, `gf-x-${name}`),
    ),
    ...NAMES.map((name, i) => {
      const d = rows.map((_, token) => boxPath(plane.box(qkv.u - 4, lane(i, token), 4, strip)));
      return svg(context, 'path', { class: `gf-x-cap gf-x-${name}`, d: d.join('') });
    }),
    drawStrips(
      context,
      plane,
      NAMES.flatMap((name, i) => block[name].map((vector, token) => ({ vector, u: qkv.u, v: lane(i, token) }))),
      { du: qkv.du, dv: strip },
      styles.head,
    ),
    ...places(sheet, qkv.u - 4, qkv.u + qkv.du),
  );
}

function drawWriting(sheet: Sheet, block: BlockVectors): Element {
  const { context, layout, styles, scene, view } = sheet;
  const { plane, stations, strip, rows } = layout;
  const { z, attention, mid } = stations;
  const dv = strip * 1.4;
  const strips = block.z.map((vector, token) => ({ vector, u: z.u, v: middleOf(rows[token]!) - dv / 2 }));
  return svg(
    context,
    'g',
    { 'data-part': 'output' },
    write(sheet, {
      from: z.u + z.du,
      through: attention,
      vectors: block.attention,
      shares: scene.shares[view.block]!.attention,
      kind: 'gf-x-from-attention',
      to: mid.u,
    }),
    drawStrips(context, plane, strips, { du: z.du, dv }, styles.head),
    ...places(sheet, z.u, attention.u + attention.du),
  );
}

/** Attention weights as dots: a row a query, level with its token; a column a key. The area is the weight. */
function drawWeights({ context, layout, scene, first }: Sheet): Element {
  const { plane, stations, rows } = layout;
  const { u, du } = stations.weights;
  const step = du / scene.tokens.length;
  const most = round(Math.min(step / 2, rows[0]!.laneHeight * 0.36) - 0.6);
  const full = new Map<number, string>();
  const grounds = rows.flatMap((row, query) =>
    scene.tokens.slice(0, query + 1).map((_, key) => {
      const weight = scene.head.value('pattern', query, key);
      const { x, y } = plane.spot(u + (key + 0.5) * step, row.lane + row.laneHeight * 0.36);
      const colour = Math.max(FAINTEST, sequentialStep(weight));
      const r = round(Math.max(0.6, most * Math.sqrt(weight)));
      full.set(
        colour,
        (full.get(colour) ?? '') + `M${round(x - r)} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`,
      );
      return svg(context, 'circle', {
        class: 'gf-x-empty',
        'data-query': first + query,
        'data-key': first + key,
        cx: x,
        cy: y,
        r: most,
      });
    }),
  );
  const dots = [...full]
    .sort(([a], [b]) => a - b)
    .map(([colour, d]) => svg(context, 'path', { class: `gf-x-dots ${sequentialClass(colour)}`, d }));
  return svg(context, 'g', { class: 'gf-x-weights', 'data-part': 'attention' }, ...grounds, ...dots);
}

/** Of the scale of weights: paler steps cannot be told from the ground on a dot so small. */
const FAINTEST = 4;

const round = (value: number): number => Math.round(value * 10) / 10;
