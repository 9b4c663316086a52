import { sequentialClass, sequentialStep } from '../../core/colour';
import { classes, svg } from '../element';
import { drawFlows } from './flows';
import { gate, lanesOf, middleOf, tap, write } from './branch';
import type { BlockVectors } from './scene';
import type { Sheet } from './sheet';
import { drawStrip } from './strip';

const NAMES = ['q', 'k', 'v'] as const;

/** One head: the stream read through LayerNorm, q, k and v, the weights, the flow of values, and what is written back. */
export function drawAttention(sheet: Sheet, block: BlockVectors): Element {
  const { context, layout } = sheet;
  return svg(
    context,
    'g',
    { class: 'gf-x-attention' },
    drawFlows(sheet),
    svg(context, 'g', { 'data-part': 'qkv' }, ...layout.rows.map((_, token) => drawReading(sheet, block, token))),
    gate(sheet, layout.stations.ln1, 'ln1'),
    layout.stations.weights.du ? drawWeights(sheet) : null,
    svg(context, 'g', { 'data-part': 'output' }, ...layout.rows.map((_, token) => drawWriting(sheet, block, token))),
  );
}

function drawReading(sheet: Sheet, block: BlockVectors, token: number): Element {
  const { context, layout, styles } = sheet;
  const { plane, stations, strip, rows } = layout;
  const { qkv, ln1 } = stations;
  const lanes = lanesOf(rows[token]!);
  return svg(
    context,
    'g',
    { 'data-position': token },
    ...NAMES.map((name, i) => tap(sheet, token, ln1, { u: qkv.u, v: lanes[i]!, width: strip * 0.7 }, `gf-x-${name}`)),
    ...NAMES.flatMap((name, i) => {
      const v = lanes[i]! - strip / 2;
      return [
        svg(context, 'rect', { class: `gf-x-cap gf-x-${name}`, ...plane.box(qkv.u - 4, v, 4, strip) }),
        drawStrip(context, plane, block[name][token]!, { u: qkv.u, v, du: qkv.du, dv: strip }, styles.head),
      ];
    }),
  );
}

function drawWriting(sheet: Sheet, block: BlockVectors, token: number): Element {
  const { context, layout, styles, scene, view } = sheet;
  const { plane, stations, strip, rows } = layout;
  const { z, attention, mid } = stations;
  const v = middleOf(rows[token]!);
  const box = { u: z.u, v: v - strip * 0.7, du: z.du, dv: strip * 1.4 };
  return svg(
    context,
    'g',
    { 'data-position': token },
    write(sheet, token, {
      from: z.u + z.du,
      v,
      through: attention,
      vector: block.attention[token]!,
      share: scene.shares[view.block]!.attention[token]!,
      kind: 'gf-x-from-attention',
      to: mid.u,
    }),
    drawStrip(context, plane, block.z[token]!, box, styles.head),
  );
}

/** Attention weights as dots: a row a query, level with its token; a column a key. The area is the weight. */
function drawWeights({ context, layout, scene, view }: Sheet): Element {
  const { plane, stations, rows } = layout;
  const { u, du } = stations.weights;
  const step = du / scene.tokens.length;
  const most = round(Math.min(step / 2, rows[0]!.laneHeight * 0.36) - 0.6);
  const dots = rows.flatMap((row, query) =>
    scene.tokens.slice(0, query + 1).map((_, key) => {
      const weight = scene.head.value('pattern', query, key);
      const { x: cx, y: cy } = plane.spot(u + (key + 0.5) * step, row.lane + row.laneHeight * 0.36);
      const colour = sequentialClass(Math.max(FAINTEST, sequentialStep(weight)));
      return svg(
        context,
        'g',
        { 'data-query': query, 'data-key': key, class: classes(query === view.position && 'gf-selected') },
        svg(context, 'circle', { class: 'gf-x-empty', cx, cy, r: most }),
        svg(context, 'circle', { class: colour, cx, cy, r: round(Math.max(0.6, most * Math.sqrt(weight))) }),
      );
    }),
  );
  return svg(context, 'g', { class: 'gf-x-weights', 'data-part': 'attention' }, ...dots);
}

/** Of the scale of weights: paler steps cannot be told from the ground on a dot so small. */
const FAINTEST = 4;

const round = (value: number): number => Math.round(value * 10) / 10;
