import { formatNumber } from '../../../core/numbers';
import { classes, html } from '../../element';
import { exact, number, plus, type Formula } from '../../number';
import { bar } from '../../products';
import { dot } from './products';
import { missing, note, rowAt, step, word, words, type Stage } from './stage';
import { drawVector } from './vector';

/** The heads' results end to end, and W_O, which mixes them into one vector as long as the stream. */
export function drawOutput(stage: Stage): Element {
  const { context, trace, view, block, layerWeights } = stage;
  const { n_head } = trace.meta.model.config;
  const out = block.attention[view.position]!;
  const dims = layerWeights ? [...layerWeights.attn_out_dims.data] : [];
  return html(
    context,
    'div',
    { class: 'gf-u-steps' },
    step(
      stage,
      words(stage, 'unfolded.output.concat'),
      concatenated(stage),
      note(stage, word(stage, 'unfolded.output.concatNote', { n_head, head: view.head })),
    ),
    step(
      stage,
      word(stage, 'unfolded.output.heads'),
      ...(layerWeights ? dims.slice(0, 2).map((_, i) => byHead(stage, i)) : [missing(stage)]),
    ),
    step(
      stage,
      word(stage, 'unfolded.output.result'),
      drawVector(stage, {
        name: 'attn_out',
        kind: 'gf-x-from-attention',
        values: out,
        marked: dims.slice(0, 2),
        explain: (i) => {
          const at = dims.indexOf(i);
          if (at < 0) return { text: `attn_out[${i}] = ${exact(out[i]!)}`, from: ['attn_out'] };
          return total(stage, at);
        },
      }),
    ),
  );
}

/** z of a head at the chosen position. */
function zOf({ trace, view, detail }: Stage, head: number): Float32Array {
  const { d_head } = trace.meta.model.config;
  return rowAt(detail.z.data, head * trace.meta.tokens.length + view.position, d_head);
}

function concatenated(stage: Stage): Element {
  const { trace, view } = stage;
  const { n_head, d_head } = trace.meta.model.config;
  const all = Float32Array.from(Array.from({ length: n_head }, (_, head) => [...zOf(stage, head)]).flat());
  const marked = Array.from({ length: d_head }, (_, i) => view.head * d_head + i);
  const explain = (i: number): Formula => ({
    text: `${word(stage, 'explorer.head', { head: Math.floor(i / d_head) })}: z[${i % d_head}] = ${exact(all[i]!)}`,
    from: ['z'],
  });
  return drawVector(stage, { name: 'z', values: all, marked, explain });
}

/** What each head gives to one of the numbers whose weights are at hand. */
function gifts(stage: Stage, i: number): number[] {
  const { n_head, d_head } = stage.trace.meta.model.config;
  const { W_O } = stage.layerWeights!;
  return Array.from({ length: n_head }, (_, head) => dot(zOf(stage, head), rowAt(W_O.data, i * n_head + head, d_head)));
}

function total(stage: Stage, i: number): Formula {
  const { b_O, attn_out_dims } = stage.layerWeights!;
  const out = stage.block.attention[stage.view.position]![attn_out_dims.data[i]!]!;
  return { text: `${plus(...gifts(stage, i), b_O.data[i]!)} = ${exact(out)}`, from: ['z', 'W_O', 'b_O'] };
}

/** One number of what attention adds: what each head gives to it. */
function byHead(stage: Stage, i: number): Element {
  const { context, trace, view, layerWeights, block } = stage;
  const { d_head } = trace.meta.model.config;
  const { b_O, attn_out_dims } = layerWeights!;
  const dim = attn_out_dims.data[i]!;
  const parts = gifts(stage, i);
  const bias = b_O.data[i]!;
  const out = block.attention[view.position]![dim]!;
  const range = Math.max(...[...parts, bias, out].map(Math.abs));
  const line = (
    kind: string | null,
    name: string,
    value: number,
    how: () => Formula,
    head: number | null = null,
  ): Element =>
    html(
      context,
      'tr',
      { class: kind, 'data-head': head },
      html(context, 'th', { scope: 'row' }, name),
      html(context, 'td', { class: 'gf-u-product' }, number(context, formatNumber(value), how)),
      html(context, 'td', { class: 'gf-u-bar' }, bar(value, range, context)),
    );
  return html(
    context,
    'table',
    { class: 'gf-u-products' },
    html(context, 'caption', {}, word(stage, 'unfolded.output.dim', { dim })),
    html(
      context,
      'tbody',
      {},
      ...parts.map((value, head) => {
        const rows = `${head * d_head}…${(head + 1) * d_head - 1}`;
        const text = `z · W_O[${rows}, ${dim}], ${word(stage, 'number.sum', { count: d_head })} = ${exact(value)}`;
        const name = word(stage, 'explorer.head', { head });
        return line(
          classes(head === view.head && 'gf-selected'),
          name,
          value,
          () => ({ text, from: ['z', 'W_O'] }),
          head,
        );
      }),
      line('gf-u-rest', 'b_O', bias, () => ({ text: `b_O[${dim}] = ${exact(bias)}`, from: ['b_O'] })),
      line('gf-u-sum', `attn_out[${dim}]`, out, () => total(stage, i)),
    ),
  );
}
