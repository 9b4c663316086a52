import { drawFlows } from './flows';
import { gate, lanesOf, middleOf, places, taps, write } from './branch';
import { boxPath } from './plane';
import type { BlockVectors } from './scene';
import { kept, shape, type Sheet } from './sheet';
import { drawStrips } from './strip';
import { drawWeights } from './weights';

const NAMES = ['q', 'k', 'v'] as const;

/** One head: the stream read through LayerNorm, q, k and v, the weights, the flow of values, and what is written back. */
export function drawAttention(sheet: Sheet, block: BlockVectors): Element {
  const ofHead = (name: string, make: () => Element): Element =>
    kept(sheet, name, [...sheet.of, sheet.view.head], make);
  return shape(
    sheet,
    'attention',
    'g',
    { class: 'gf-x-attention' },
    drawFlows(sheet),
    ofHead('reading', () => drawReading(sheet, block)),
    gate(sheet, sheet.layout.stations.ln1, 'ln1'),
    sheet.layout.stations.weights.du ? ofHead('weights', () => drawWeights(sheet)) : null,
    ofHead('writing', () => drawWriting(sheet, block)),
  );
}

function drawReading(sheet: Sheet, block: BlockVectors): Element {
  const { layout, styles } = sheet;
  const { plane, stations, strip, rows } = layout;
  const { qkv, ln1 } = stations;
  const lane = (i: number, token: number): number => lanesOf(rows[token]!)[i]! - strip / 2;
  const cap = (name: string, i: number): Element => {
    const d = rows.map((_, token) => boxPath(plane.box(qkv.u - 4, lane(i, token), 4, strip)));
    return shape(sheet, `cap ${name}`, 'path', { class: `gf-x-cap gf-x-${name}`, d: d.join('') });
  };
  return shape(
    sheet,
    'reading',
    'g',
    { 'data-part': 'qkv' },
    ...NAMES.map((name, i) =>
      taps(sheet, ln1, { u: qkv.u, width: strip * 0.7, middle: (row) => lanesOf(row)[i]! }, `gf-x-${name}`),
    ),
    ...kept(sheet, 'caps', sheet.place, () => NAMES.map(cap)),
    drawStrips(
      sheet,
      'strips of q, k and v',
      NAMES.flatMap((name, i) => block[name].map((vector, token) => ({ vector, u: qkv.u, v: lane(i, token) }))),
      { du: qkv.du, dv: strip },
      styles.head,
    ),
    ...places(sheet, 'qkv', qkv.u - 4, qkv.u + qkv.du),
  );
}

function drawWriting(sheet: Sheet, block: BlockVectors): Element {
  const { layout, styles, scene, view } = sheet;
  const { stations, strip, rows } = layout;
  const { z, attention, mid } = stations;
  const dv = strip * 1.4;
  const strips = block.z.map((vector, token) => ({ vector, u: z.u, v: middleOf(rows[token]!) - dv / 2 }));
  return shape(
    sheet,
    'writing',
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
    drawStrips(sheet, 'strips of z', strips, { du: z.du, dv }, styles.head),
    ...places(sheet, 'output', z.u, attention.u + attention.du),
  );
}
