import { formatNumber } from '../../../core/numbers';
import { html, type Child } from '../../element';
import { furthest, normalisedAt, type Norm, type Normalised } from '../../layernorm-data';
import { exact, factor, number, plus, type Formula, type TensorName } from '../../number';
import { missing, note, step, word, words, type Stage } from './stage';
import { drawVector } from './vector';

/** What each LayerNorm reads: one tensor, or the sum of several. */
const READ: Readonly<Record<Norm, readonly ('resid_pre' | 'attn_out' | 'mlp_out')[]>> = {
  ln_1: ['resid_pre'],
  ln_2: ['resid_pre', 'attn_out'],
  ln_f: ['resid_pre', 'attn_out', 'mlp_out'],
};
const SCALES = { ln_1: 'ln1_scale', ln_2: 'ln2_scale', ln_f: 'ln_final_scale' } as const;

/** The tensors that the result of a LayerNorm comes from. */
export const readBy = (which: Norm): readonly TensorName[] => [
  ...READ[which],
  SCALES[which],
  `${which}_weight`,
  `${which}_bias`,
];

/** The vector before, on a common scale, and after the learned scale and shift; one dimension worked out. */
export function drawLayerNorm(stage: Stage, which: Norm): Element {
  const { context, trace, view } = stage;
  const norm = normalisedAt(trace, which, view.block, view.position);
  if (!norm) return missing(stage);
  const { before, mean, variance, scale, normal, learned } = norm;
  const how = explain(stage, which, norm);
  const i = furthest(norm);
  const said = (value: number, formula: () => Formula): Element => number(context, formatNumber(value), formula);
  const values: Readonly<Record<string, Child>> = {
    mean: said(mean, how.mean),
    variance: said(variance, how.variance),
    scale: said(scale, how.scale),
    epsilon: String(trace.meta.model.config.layer_norm_epsilon),
  };
  return html(
    context,
    'div',
    { class: 'gf-u-steps' },
    step(
      stage,
      words(stage, 'unfolded.ln.before'),
      drawVector(stage, { name: 'x', values: before, marked: [i], explain: how.before }),
      note(stage, ...words(stage, 'unfolded.ln.mean', values)),
    ),
    step(
      stage,
      word(stage, 'unfolded.ln.normal'),
      drawVector(stage, { name: '(x − mean) ÷ scale', values: normal, marked: [i], explain: how.normal }),
      note(stage, ...words(stage, 'unfolded.ln.scale', { ...values, variance: formatNumber(variance) })),
    ),
    step(
      stage,
      word(stage, 'unfolded.ln.learned'),
      ...(learned
        ? [
            drawVector(stage, { name: `${which}(x)`, values: learned.after, marked: [i], explain: how.after }),
            note(
              stage,
              ...words(stage, 'unfolded.ln.worked', {
                i: String(i),
                mean: said(mean, how.mean),
                scale: said(scale, how.scale),
                x: said(before[i]!, () => how.before(i)),
                normal: said(normal[i]!, () => how.normal(i)),
                weight: said(learned.gain[i]!, () => how.weight(i)),
                bias: said(learned.bias[i]!, () => how.bias(i)),
                out: said(learned.after[i]!, () => how.after(i)),
              }),
            ),
          ]
        : [missing(stage)]),
    ),
  );
}

/** How every number of a LayerNorm comes about. */
function explain(stage: Stage, which: Norm, { before, mean, variance, scale, normal, learned }: Normalised) {
  const { detail, trace, view } = stage;
  const from = READ[which];
  const count = before.length;
  const { layer_norm_epsilon } = trace.meta.model.config;
  const summed = (key: 'number.mean' | 'number.squares', result: number): string =>
    `${word(stage, key, { count })}: ${exact(result * count)} ÷ ${count} = ${exact(result)}`;
  const last = which === 'ln_f' ? trace.loadedLayer(trace.meta.model.config.n_layer - 1)! : detail;
  return {
    before: (i: number): Formula => {
      const terms = from.map((name) => last[name].data[view.position * count + i]!);
      return { text: `x[${i}] = ${terms.length > 1 ? `${plus(...terms)} = ` : ''}${exact(before[i]!)}`, from };
    },
    mean: (): Formula => ({ text: summed('number.mean', mean), from }),
    variance: (): Formula => ({ text: summed('number.squares', variance), from }),
    scale: (): Formula => ({
      text: `√(${exact(variance)} + ${layer_norm_epsilon}) = ${exact(scale)}`,
      from: [...from, SCALES[which]],
    }),
    normal: (i: number): Formula => ({
      text: `(${exact(before[i]!)} − ${factor(mean)}) ÷ ${exact(scale)} = ${exact(normal[i]!)}`,
      from: [...from, SCALES[which]],
    }),
    weight: (i: number): Formula => ({
      text: `${which}_weight[${i}] = ${exact(learned!.gain[i]!)}`,
      from: [`${which}_weight`],
    }),
    bias: (i: number): Formula => ({
      text: `${which}_bias[${i}] = ${exact(learned!.bias[i]!)}`,
      from: [`${which}_bias`],
    }),
    after: (i: number): Formula => ({
      text: `${exact(normal[i]!)} × ${factor(learned!.gain[i]!)} + ${factor(learned!.bias[i]!)} = ${exact(learned!.after[i]!)}`,
      from: readBy(which),
    }),
  };
}
