import { formatFixed } from '../../../core/numbers';
import { html, percent } from '../../element';
import { tokenText } from '../../token-text';
import { rowAt, missing, note, step, word, words, type Stage } from './stage';
import { drawVector, largest } from './vector';

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
  return html(
    context,
    'div',
    { class: 'gf-u-steps' },
    step(
      stage,
      words(stage, 'unfolded.embedding.title'),
      drawVector(stage, { name: `wte[${id}]`, values: wte, range }),
      html(context, 'p', { class: 'gf-u-sign' }, '+'),
      drawVector(stage, { name: `wpe[${view.position}]`, values: wpe, range }),
      html(context, 'p', { class: 'gf-u-sign' }, '='),
      drawVector(stage, { name: word(stage, 'unfolded.embedding.sum'), values: sum, range }),
      note(stage, word(stage, 'unfolded.embedding.note', { n_ctx: trace.meta.model.config.n_ctx })),
    ),
    step(
      stage,
      words(stage, 'unfolded.embedding.near'),
      neighbours(stage),
      note(stage, word(stage, 'unfolded.embedding.cosine')),
    ),
  );
}

function neighbours({ context, weights, view, trace }: Stage): Element {
  const { neighbour_ids: ids, neighbour_cosines: cosines } = weights!;
  const count = ids.shape[1]!;
  const rows = Array.from({ length: count }, (_, i) => {
    const at = view.position * count + i;
    const cosine = cosines.data[at]!;
    const style = `left:0;width:${percent(Math.max(0, cosine))}`;
    return html(
      context,
      'tr',
      {},
      html(context, 'th', { scope: 'row' }, tokenText(context, trace.string(ids.data[at]!))),
      html(context, 'td', {}, formatFixed(cosine, 3)),
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
