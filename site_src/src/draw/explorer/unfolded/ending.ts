import { sceneOf } from '../scene';
import { affine, drawLayerNorm, normalize } from './layer-norm';
import { missing, type Stage } from './stage';

/** The chosen token's stream after the last block. */
const finalOf = ({ trace, view }: Stage): Float32Array | null => sceneOf(trace, view).final?.[view.position] ?? null;

/** The same after ln_f: what the unembedding reads. */
export function streamAtEnd(stage: Stage): Float32Array | null {
  const { weights, trace } = stage;
  const x = finalOf(stage);
  if (!x || !weights) return null;
  const { normal } = normalize(x, trace.meta.model.config.layer_norm_epsilon);
  return affine(normal, weights.ln_f_weight.data, weights.ln_f_bias.data);
}

export function drawFinalNorm(stage: Stage): Element {
  const { weights } = stage;
  const x = finalOf(stage);
  if (!x) return missing(stage);
  const learned = weights && {
    weight: weights.ln_f_weight.data as Float32Array,
    bias: weights.ln_f_bias.data as Float32Array,
  };
  return drawLayerNorm(stage, { name: 'ln_f', x, learned });
}
