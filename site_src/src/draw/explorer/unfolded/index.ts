import { message } from '../../../core/messages';
import type { View } from '../../../core/types';
import type { Trace } from '../../../trace/types';
import { drawAllHeads } from '../../all-heads';
import { html } from '../../element';
import type { Step } from '../../head';
import type { Context } from '../../types';
import type { Part } from '../parts';
import { drawAttentionSteps } from './attention';
import { drawEmbedding } from './embedding';
import { drawLayerNorm } from './layer-norm';
import { drawMlpSteps } from './mlp';
import { drawOutput } from './output';
import { drawQkv } from './qkv';
import { drawSoftmax } from './softmax';
import { stageOf, type Stage } from './stage';
import { drawTokenizer } from './tokenizer';
import { drawUnembedding } from './unembedding';

/** What a part shows beside the view. */
export interface Shown {
  /** Of the four steps to the weights, whose matrix is drawn. */
  readonly step: Step;
  /** The token whose logit is worked out; null: the most probable one. */
  readonly candidate: number | null;
  /** The neuron that is worked out; null: the most active one. */
  readonly neuron: number | null;
}

type DrawPart = (stage: Stage, shown: Shown) => Element;

const PART_DRAWINGS: Readonly<Record<Exclude<Part, 'heads'>, DrawPart>> = {
  tokens: drawTokenizer,
  embedding: drawEmbedding,
  ln1: (stage) => drawLayerNorm(stage, 'ln_1'),
  qkv: drawQkv,
  attention: (stage, { step }) => drawAttentionSteps(stage, step),
  output: drawOutput,
  ln2: (stage) => drawLayerNorm(stage, 'ln_2'),
  mlp: (stage, { neuron }) => drawMlpSteps(stage, neuron),
  final: (stage) => drawLayerNorm(stage, 'ln_f'),
  unembedding: (stage, { candidate }) => drawUnembedding(stage, candidate ?? -1),
  probabilities: drawSoftmax,
};

/** Pixels of the picture of all heads: of 12 × 12 heads, 22 tokens each to its own. */
const SHARP = 80_000;

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
    part === 'heads'
      ? drawAllHeads(trace, view, context, SHARP)
      : stage
        ? PART_DRAWINGS[part](stage, view)
        : html(context, 'p', { class: 'gf-note' }, message(locale, 'explorer.wait', { block })),
  );
}
