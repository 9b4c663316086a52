import { svg } from '../element';
import { gate, middleOf, tap, write } from './branch';
import { ribbon } from './plane';
import type { BlockVectors } from './scene';
import type { Sheet } from './sheet';
import { drawStrip } from './strip';

/** The MLP: the stream read through LayerNorm, four times as many neurons, and what they write back. */
export function drawMlp(sheet: Sheet, block: BlockVectors): Element {
  const { context, layout } = sheet;
  return svg(
    context,
    'g',
    { class: 'gf-x-mlp' },
    svg(context, 'g', { 'data-part': 'mlp' }, ...layout.rows.map((_, token) => drawToken(sheet, block, token))),
    gate(sheet, layout.stations.ln2, 'ln2'),
  );
}

function drawToken(sheet: Sheet, block: BlockVectors, token: number): Element {
  const { context, layout, scene, view, styles } = sheet;
  const { plane, stations, rows, strip } = layout;
  const { ln2, hidden, mlp, post } = stations;
  const row = rows[token]!;
  const v = middleOf(row);
  const tall = Math.min(row.laneHeight * 0.84, strip * 2.4);
  const narrowing = ribbon(plane, { u: hidden.u + hidden.du, v, width: tall }, { u: mlp.u, v, width: strip * 1.4 });
  const box = { u: hidden.u, v: v - tall / 2, du: hidden.du, dv: tall };
  return svg(
    context,
    'g',
    { 'data-position': token },
    tap(sheet, token, ln2, { u: hidden.u + 4, v, width: tall }, 'gf-x-into-mlp'),
    svg(context, 'path', { class: 'gf-x-tap gf-x-into-mlp', d: narrowing }),
    drawStrip(context, plane, block.hidden[token]!, box, styles.hidden),
    write(sheet, token, {
      from: mlp.u,
      v,
      through: mlp,
      vector: block.mlp[token]!,
      share: scene.shares[view.block]!.mlp[token]!,
      kind: 'gf-x-from-mlp',
      to: post.u,
    }),
  );
}
