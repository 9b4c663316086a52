import { html } from '../../element';
import { mlp } from '../../mlp';
import { exact } from '../../number';
import { geluFormula } from '../../mlp-formula';
import { rowAt, step, word, type Stage } from './stage';
import { drawVector } from './vector';

/** The neurons on the curve of GELU, the most active ones, one worked out; and what all of them add to the stream. */
export function drawMlpSteps(stage: Stage, neuron: number | null): Element {
  const { context, trace, view, block, detail } = stage;
  const pre = rowAt(detail.mlp_pre.data, view.position, trace.meta.model.config.d_mlp);
  const out = block.mlp[view.position]!;
  return html(
    context,
    'div',
    { class: 'gf-u-whole' },
    mlp.draw(trace, { ...view, neuron }, context),
    html(
      context,
      'div',
      { class: 'gf-u-steps' },
      step(
        stage,
        word(stage, 'unfolded.mlp.result'),
        drawVector(stage, {
          name: 'mlp_post',
          kind: 'gf-x-into-mlp',
          values: block.hidden[view.position]!,
          explain: (i) => geluFormula(pre[i]!),
        }),
        drawVector(stage, {
          name: 'mlp_out',
          kind: 'gf-x-from-mlp',
          values: out,
          explain: (i) => ({ text: `mlp_out[${i}] = ${exact(out[i]!)}`, from: ['mlp_out'] }),
        }),
      ),
    ),
  );
}
