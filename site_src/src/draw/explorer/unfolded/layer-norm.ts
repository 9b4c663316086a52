import { formatNumber } from '../../../core/numbers';
import { html } from '../../element';
import { missing, note, step, word, words, type Stage } from './stage';
import { drawVector, largest } from './vector';

/** LayerNorm of one vector, step by step. */
export interface Normalized {
  readonly mean: number;
  readonly variance: number;
  /** √(variance + ε), what the vector minus its mean is divided by. */
  readonly scale: number;
  readonly normal: Float32Array;
}

/** (Ba, Kiros and Hinton 2016, https://arxiv.org/abs/1607.06450) */
export function normalize(x: Float32Array, epsilon: number): Normalized {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
  const scale = Math.sqrt(variance + epsilon);
  return { mean, variance, scale, normal: x.map((value) => (value - mean) / scale) };
}

export const affine = (x: Float32Array, weight: ArrayLike<number>, bias: ArrayLike<number>): Float32Array =>
  x.map((value, i) => value * weight[i]! + bias[i]!);

interface Norm {
  readonly name: string;
  readonly x: Float32Array;
  /** The learned scale and shift; null where they are not at hand. */
  readonly learned: { readonly weight: Float32Array; readonly bias: Float32Array } | null;
}

/** The vector before, on a common scale, and after the learned scale and shift; one dimension worked out. */
export function drawLayerNorm(stage: Stage, { name, x, learned }: Norm): Element {
  const { context, trace } = stage;
  const epsilon = trace.meta.model.config.layer_norm_epsilon;
  const { mean, variance, scale, normal } = normalize(x, epsilon);
  const out = learned && affine(normal, learned.weight, learned.bias);
  const i = x.findIndex((value) => Math.abs(value) === largest(x));
  const n = (value: number): string => formatNumber(value);
  const values = { mean: n(mean), variance: n(variance), scale: n(scale), epsilon: String(epsilon) };
  return html(
    context,
    'div',
    { class: 'gf-u-steps' },
    step(
      stage,
      words(stage, 'unfolded.ln.before'),
      drawVector(stage, { name: 'x', values: x, marked: [i] }),
      note(stage, word(stage, 'unfolded.ln.mean', values)),
    ),
    step(
      stage,
      word(stage, 'unfolded.ln.normal'),
      drawVector(stage, { name: '(x − mean) ÷ scale', values: normal, marked: [i] }),
      note(stage, word(stage, 'unfolded.ln.scale', values)),
    ),
    step(
      stage,
      word(stage, 'unfolded.ln.learned'),
      ...(out && learned
        ? [
            drawVector(stage, { name: `${name}(x)`, values: out, marked: [i] }),
            note(
              stage,
              word(stage, 'unfolded.ln.worked', {
                ...values,
                i,
                x: n(x[i]!),
                normal: n(normal[i]!),
                weight: n(learned.weight[i]!),
                bias: n(learned.bias[i]!),
                out: n(out[i]!),
              }),
            ),
          ]
        : [missing(stage)]),
    ),
  );
}
