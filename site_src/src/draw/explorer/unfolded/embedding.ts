import { formatFixed } from '../../../core/numbers';
import { html, percent } from '../../element';
import { exact, factor, number, type Formula, type TensorName } from '../../number';
import { tokenText } from '../../token-text';
import { largest } from '../../vector';
import { rowAt, missing, note, step, word, words, type Stage } from './stage';
import { drawVector } from './vector';

/** A row of wte plus a row of wpe; and the tokens whose rows point the same way. */
export function drawEmbedding(stage: Stage): Element {
  const { context, weights, view, trace } = stage;
  if (!weights) return missing(stage);
  const { d_model } = trace.meta.model.config;
  const wte = rowAt(weights.embed.data, view.position, d_model);
  const wpe = rowAt(weights.pos_embed.data, view.position, d_model);
  const sum = wte.map((value, i) => value + wpe[i]!);
  const range = Math.max(...[wte, wpe, sum].map(largest));
  const id = trace.tensor('tokens').data[view.position]!;
  const row = (name: string, values: Float32Array, tensor: TensorName): Element => {
    const explain = (i: number): Formula => ({ text: `${name}[${i}] = ${exact(values[i]!)}`, from: [tensor] });
    return drawVector(stage, { name, values, range, explain });
  };
  return html(
    context,
    'div',
    { class: 'gf-u-steps' },
    step(
      stage,
      words(stage, 'unfolded.embedding.title'),
      row(`wte[${id}]`, wte, 'embed'),
      html(context, 'p', { class: 'gf-u-sign' }, '+'),
      row(`wpe[${view.position}]`, wpe, 'pos_embed'),
      html(context, 'p', { class: 'gf-u-sign' }, '='),
      drawVector(stage, {
        name: word(stage, 'unfolded.embedding.sum'),
        values: sum,
        range,
        explain: (i) => ({
          text: `${exact(wte[i]!)} + ${factor(wpe[i]!)} = ${exact(sum[i]!)}`,
          from: ['embed', 'pos_embed'],
        }),
      }),
      note(stage, word(stage, 'unfolded.embedding.note', { n_ctx: trace.meta.model.config.n_ctx })),
    ),
    step(
      stage,
      words(stage, 'unfolded.embedding.near'),
      neighbours(stage, id),
      note(stage, word(stage, 'unfolded.embedding.cosine')),
    ),
  );
}

function neighbours({ context, weights, view, trace }: Stage, token: number): Element {
  const { neighbour_ids: ids, neighbour_cosines: cosines } = weights!;
  const count = ids.shape[1]!;
  const rows = Array.from({ length: count }, (_, i) => {
    const at = view.position * count + i;
    const [id, cosine] = [ids.data[at]!, cosines.data[at]!];
    const style = `left:0;width:${percent(Math.max(0, cosine))}`;
    const explain = (): Formula => ({
      text: `wte[${token}] · wte[${id}] ÷ (‖wte[${token}]‖ × ‖wte[${id}]‖) = ${exact(cosine)}`,
      from: ['neighbour_cosines'],
    });
    return html(
      context,
      'tr',
      {},
      html(context, 'th', { scope: 'row' }, tokenText(context, trace.string(id))),
      html(context, 'td', {}, number(context, formatFixed(cosine, 3), explain)),
      html(
        context,
        'td',
        { class: 'gf-u-bar' },
        html(context, 'span', { class: 'gf-bar' }, html(context, 'span', { class: 'gf-fill', style })),
      ),
    );
  });
  return html(context, 'table', { class: 'gf-u-products' }, html(context, 'tbody', {}, ...rows));
}
