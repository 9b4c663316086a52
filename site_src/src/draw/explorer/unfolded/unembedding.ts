import { formatFixed } from '../../../core/numbers';
import { classes, html } from '../../element';
import { normalisedAt } from '../../layernorm-data';
import { exact, number } from '../../number';
import { bar } from '../../products';
import { tokenText } from '../../token-text';
import { length } from '../scene';
import { readBy } from './layer-norm';
import { dot, drawProducts } from './products';
import { missing, note, rowAt, step, word, words, type Stage } from './stage';

const FROM = [readBy('ln_f'), ['unembed']] as const;

/** ln_f(x) · a row of wte: the logit of one token; and those of the most probable ones. */
export function drawUnembedding(stage: Stage, candidate: number): Element {
  const { context, trace, view, weights } = stage;
  const x = normalisedAt(trace, 'ln_f', view.block, view.position)?.learned?.after;
  if (!weights || !x) return missing(stage);
  const ids = [...weights.unembed_ids.data];
  const chosen = Math.max(0, ids.indexOf(candidate));
  const row = (i: number): Float32Array => rowAt(weights.unembed.data, i, x.length);
  const logits = ids.map((_, i) => dot(x, row(i)));
  const token = tokenText(context, trace.string(ids[chosen]!), 'gf-boxed');
  const range = Math.max(...logits.map(Math.abs));
  const lines = ids.slice(0, SHOWN).map((id, i) => {
    const logit = number(context, formatFixed(logits[i]!, 3), () => ({
      text: `ln_f(x) · wte[${id}] = ${exact(logits[i]!)}`,
      from: FROM.flat(),
    }));
    return html(
      context,
      'tr',
      { class: classes(i === chosen && 'gf-selected'), 'data-token-id': id },
      html(context, 'th', { scope: 'row' }, tokenText(context, trace.string(id))),
      html(context, 'td', { class: 'gf-u-product' }, logit),
      html(context, 'td', { class: 'gf-u-bar' }, bar(logits[i]!, range, context)),
    );
  });
  return html(
    context,
    'div',
    { class: 'gf-u-steps' },
    step(
      stage,
      words(stage, 'unfolded.unembedding.products', { candidate: token }),
      drawProducts(stage, {
        names: ['ln_f(x)', `wte[${ids[chosen]}]`],
        a: x,
        b: row(chosen),
        bias: null,
        result: word(stage, 'column.logit'),
        from: FROM,
      }),
      note(stage, word(stage, 'unfolded.unembedding.tied')),
    ),
    step(
      stage,
      words(stage, 'unfolded.unembedding.list', { position: String(view.position) }),
      html(context, 'table', { class: 'gf-u-products gf-u-choose' }, html(context, 'tbody', {}, ...lines)),
      note(
        stage,
        word(stage, 'unfolded.unembedding.note', {
          length: length(x).toFixed(1),
          d_vocab: trace.meta.model.config.d_vocab,
        }),
      ),
    ),
  );
}

const SHOWN = 12;
