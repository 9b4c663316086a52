import { message } from '../../../core/messages';
import type { View } from '../../../core/types';
import type { Trace } from '../../../trace/types';
import { html } from '../../element';
import type { Step } from '../../head';
import { tokens } from '../../tokens';
import type { Context } from '../../types';
import type { Part } from '../parts';
import { drawAttentionSteps } from './attention';
import { drawEmbedding } from './embedding';
import { drawFinalNorm } from './ending';
import { drawLayerNorm } from './layer-norm';
import { drawMlpSteps } from './mlp';
import { drawOutput } from './output';
import { drawQkv } from './qkv';
import { drawSoftmax } from './softmax';
import { stageOf, type Stage } from './stage';
import { drawUnembedding } from './unembedding';

/** What a part shows beside the view. */
export interface Shown {
  /** Of the four steps to the weights, whose matrix is drawn. */
  readonly step: Step;
  /** The token whose logit is worked out; null: the most probable one. */
  readonly candidate: number | null;
}

type DrawPart = (stage: Stage, shown: Shown) => Element;

const PART_DRAWINGS: Readonly<Record<Part, DrawPart>> = {
  tokens: ({ trace, view, context }) => tokens.draw(trace, view, context),
  embedding: drawEmbedding,
  ln1: (stage) => drawBlockNorm(stage, 'ln_1', 'pre'),
  qkv: drawQkv,
  attention: (stage, { step }) => drawAttentionSteps(stage, step),
  output: drawOutput,
  ln2: (stage) => drawBlockNorm(stage, 'ln_2', 'mid'),
  mlp: drawMlpSteps,
  final: drawFinalNorm,
  unembedding: (stage, { candidate }) => drawUnembedding(stage, candidate ?? -1),
  probabilities: drawSoftmax,
};

/** One part of the model with its arithmetic, in place of the picture. */
export function drawUnfolded(part: Part, trace: Trace, view: View & Shown, context: Context): Element {
  const { locale } = context;
  const { block, head } = view;
  const stage = stageOf(trace, view, context);
  return html(
    context,
    'section',
    { class: `gf-unfolded gf-unfolded-${part}`, 'data-unfolded': part },
    html(
      context,
      'div',
      { class: 'gf-u-head' },
      html(context, 'p', { class: 'gf-u-title' }, message(locale, `part.${part}`, { block, head })),
      html(context, 'p', { class: 'gf-u-says' }, message(locale, `part.${part}.says`, { block, head })),
    ),
    stage
      ? PART_DRAWINGS[part](stage, view)
      : html(context, 'p', { class: 'gf-note' }, message(locale, 'explorer.wait', { block })),
  );
}

function drawBlockNorm(stage: Stage, name: 'ln_1' | 'ln_2', at: 'pre' | 'mid'): Element {
  const { layerWeights, block, view } = stage;
  const learned = layerWeights && {
    weight: layerWeights[`${name}_weight`].data as Float32Array,
    bias: layerWeights[`${name}_bias`].data as Float32Array,
  };
  return drawLayerNorm(stage, { name, x: block[at][view.position]!, learned });
}
