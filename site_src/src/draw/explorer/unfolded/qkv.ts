import { html, type Child } from '../../element';
import { exact, factor, type Formula } from '../../number';
import { BIASES, matrixOf, VECTORS, workedAt, type VectorName } from '../../qkv-data';
import { largest } from '../../vector';
import { readBy } from './layer-norm';
import { drawProducts } from './products';
import { missing, rowAt, step, words, type Stage } from './stage';
import { drawVector } from './vector';

/** Query, key and value of one token in one head; of each, one number worked out from all of the normalized stream. */
export function drawQkv(stage: Stage): Element {
  const { context, view, block } = stage;
  const range = Math.max(...VECTORS.map((name) => largest(block[name][view.position]!)));
  return html(context, 'div', { class: 'gf-u-steps' }, ...VECTORS.map((name) => part(stage, name, range)));
}

function part(stage: Stage, name: VectorName, range: number): Element {
  const { context, trace, view, block, layerWeights } = stage;
  const values = block[name][view.position]!;
  const letter: Child = html(context, 'span', { class: `gf-${NAME_CLASS[name]}` }, name);
  const title = words(stage, `unfolded.qkv.${name}`, { name: letter });
  const worked = workedAt(trace, view, name);
  const vector = { name, kind: `gf-x-${name}`, values, range };
  if (!worked || !layerWeights) {
    const explain = (i: number): Formula => ({ text: `${name}[${i}] = ${exact(values[i]!)}`, from: [name] });
    return step(stage, title, drawVector(stage, { ...vector, explain }), missing(stage));
  }
  const { dim, sum, x } = worked;
  const [matrix, bias] = [matrixOf(name), BIASES[name]];
  const from = [readBy('ln_1'), [matrix], [bias]] as const;
  const explain = (i: number): Formula =>
    i === dim
      ? {
          text: `ln_1(x) · ${matrix}[·, ${i}] + ${bias}[${i}] = ${exact(sum.total - sum.bias)} + ${factor(sum.bias)} = ${exact(sum.total)}`,
          from: from.flat(),
        }
      : { text: `${name}[${i}] = ${exact(values[i]!)}`, from: [name] };
  return step(
    stage,
    title,
    drawVector(stage, { ...vector, marked: [dim], explain }),
    drawProducts(stage, {
      names: ['ln_1(x)', `${matrix}[·, ${dim}]`],
      a: x,
      b: rowAt(layerWeights[matrix].data, view.head, x.length),
      bias: { name: `${bias}[${dim}]`, value: sum.bias },
      result: `${name}[${dim}]`,
      rows: 6,
      from,
    }),
  );
}

const NAME_CLASS = { q: 'query', k: 'key', v: 'value' } as const;
