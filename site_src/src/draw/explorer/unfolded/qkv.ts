import { html, type Child } from '../../element';
import { affine, normalize } from './layer-norm';
import { drawProducts } from './products';
import { rowAt, missing, step, words, type Stage } from './stage';
import { drawVector, largest } from './vector';

const NAMES = ['q', 'k', 'v'] as const;

/** Query, key and value of one token in one head; of each, one number worked out from all of the normalized stream. */
export function drawQkv(stage: Stage): Element {
  const { context, view, block } = stage;
  const range = Math.max(...NAMES.map((name) => largest(block[name][view.position]!)));
  return html(context, 'div', { class: 'gf-u-steps' }, ...NAMES.map((name) => part(stage, name, range)));
}

function part(stage: Stage, name: (typeof NAMES)[number], range: number): Element {
  const { context, trace, view, block, layerWeights } = stage;
  const { d_model, layer_norm_epsilon } = trace.meta.model.config;
  const values = block[name][view.position]!;
  const letter: Child = html(context, 'span', { class: `gf-${NAME_CLASS[name]}` }, name);
  const title = words(stage, `unfolded.qkv.${name}`, { name: letter });
  if (!layerWeights)
    return step(stage, title, drawVector(stage, { name, kind: `gf-x-${name}`, values, range }), missing(stage));
  const upper = name.toUpperCase() as 'Q' | 'K' | 'V';
  const x = affine(
    normalize(block.pre[view.position]!, layer_norm_epsilon).normal,
    layerWeights.ln_1_weight.data,
    layerWeights.ln_1_bias.data,
  );
  const i = layerWeights[`${name}_dim`].data[view.head]!;
  const column = rowAt(layerWeights[`W_${upper}`].data, view.head, d_model);
  return step(
    stage,
    title,
    drawVector(stage, { name, kind: `gf-x-${name}`, values, range, marked: [i] }),
    drawProducts(stage, {
      names: ['ln_1(x)', `W_${upper}[·, ${i}]`],
      a: x,
      b: column,
      bias: layerWeights[`b_${upper}`].data[view.head]!,
      result: `${name}[${i}]`,
      rows: 6,
    }),
  );
}

const NAME_CLASS = { q: 'query', k: 'key', v: 'value' } as const;
