import { gate, middleOf, places, taps, write } from './branch';
import { ribbon } from './plane';
import type { BlockVectors } from './scene';
import { kept, shape, type Sheet } from './sheet';
import { drawStrips } from './strip';

/** The MLP: the stream read through LayerNorm, four times as many neurons, and what they write back. */
export function drawMlp(sheet: Sheet, block: BlockVectors): Element {
  const { ln2 } = sheet.layout.stations;
  return kept(sheet, 'mlp', sheet.of, () =>
    shape(sheet, 'mlp', 'g', { class: 'gf-x-mlp' }, drawNeurons(sheet, block), gate(sheet, ln2, 'ln2')),
  );
}

function drawNeurons(sheet: Sheet, block: BlockVectors): Element {
  const { layout, scene, view, styles } = sheet;
  const { plane, stations, rows, strip } = layout;
  const { ln2, hidden, mlp, post } = stations;
  const tall = Math.min(rows[0]!.laneHeight * 0.84, strip * 2.4);
  const strips = block.hidden.map((vector, token) => ({ vector, u: hidden.u, v: middleOf(rows[token]!) - tall / 2 }));
  const narrowing = (): Element => {
    const d = rows.map((row) =>
      ribbon(
        plane,
        { u: hidden.u + hidden.du, v: middleOf(row), width: tall },
        { u: mlp.u, v: middleOf(row), width: strip * 1.4 },
      ),
    );
    return shape(sheet, 'narrowing', 'path', { class: 'gf-x-tap gf-x-into-mlp', d: d.join('') });
  };
  return shape(
    sheet,
    'neurons',
    'g',
    { 'data-part': 'mlp' },
    taps(sheet, ln2, { u: hidden.u + 4, width: tall, middle: middleOf }, 'gf-x-into-mlp'),
    kept(sheet, 'narrowing of all', sheet.place, narrowing),
    drawStrips(sheet, 'strips of neurons', strips, { du: hidden.du, dv: tall }, styles.hidden),
    write(sheet, {
      from: mlp.u,
      through: mlp,
      vectors: block.mlp,
      shares: scene.shares[view.block]!.mlp,
      kind: 'gf-x-from-mlp',
      to: post.u,
    }),
    ...places(sheet, 'mlp', hidden.u, mlp.u + mlp.du),
  );
}
