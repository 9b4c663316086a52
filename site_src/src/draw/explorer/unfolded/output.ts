import { formatNumber } from '../../../core/numbers';
import { classes, html } from '../../element';
import { dot, bar } from './products';
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
      drawVector(stage, { name: 'attn_out', kind: 'gf-x-from-attention', values: out, marked: dims.slice(0, 2) }),
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
  return drawVector(stage, { name: 'z', values: all, marked });
}

/** One number of what attention adds: what each head gives to it. */
function byHead(stage: Stage, i: number): Element {
  const { context, trace, view, layerWeights, block } = stage;
  const { n_head, d_head } = trace.meta.model.config;
  const { W_O, b_O, attn_out_dims } = layerWeights!;
  const dim = attn_out_dims.data[i]!;
  const parts = Array.from({ length: n_head }, (_, head) =>
    dot(zOf(stage, head), rowAt(W_O.data, i * n_head + head, d_head)),
  );
  const bias = b_O.data[i]!;
  const total = block.attention[view.position]![dim]!;
  const range = Math.max(...[...parts, bias, total].map(Math.abs));
  const line = (kind: string | null, name: string, value: number, head: number | null = null): Element =>
    html(
      context,
      'tr',
      { class: kind, 'data-head': head },
      html(context, 'th', { scope: 'row' }, name),
      html(context, 'td', { class: 'gf-u-product' }, formatNumber(value)),
      html(context, 'td', { class: 'gf-u-bar' }, bar(stage, value, range)),
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
      ...parts.map((value, head) =>
        line(classes(head === view.head && 'gf-selected'), word(stage, 'explorer.head', { head }), value, head),
      ),
      line('gf-u-rest', 'b_O', bias),
      line('gf-u-sum', `attn_out[${dim}]`, total),
    ),
  );
}
