import type { View } from '../../../core/types';
import type { MessageKey, Values } from '../../../core/messages';
import { message, messageParts } from '../../../core/messages';
import type { LayerTensors, LayerWeightsTensors, Trace, WeightsTensors } from '../../../trace/types';
import { html, type Child } from '../../element';
import { tokenBox } from '../../token-name';
import type { Context } from '../../types';
import { sceneOf, type BlockVectors } from '../scene';

/** What a part is unfolded from. */
export interface Stage {
  readonly trace: Trace;
  readonly view: View;
  readonly context: Context;
  readonly detail: LayerTensors;
  readonly block: BlockVectors;
  /** Null where the text is not one of the stored ones, and no model is loaded that could be asked. */
  readonly weights: WeightsTensors | null;
  readonly layerWeights: LayerWeightsTensors | null;
}

/** Null until the block's detail is there. */
export function stageOf(trace: Trace, view: View, context: Context): Stage | null {
  const detail = trace.loadedLayer(view.block);
  const { block } = sceneOf(trace, view);
  if (!detail || !block) return null;
  const [weights, layerWeights] = [trace.loadedWeights(), trace.loadedLayerWeights(view.block)];
  return { trace, view, context, detail, block, weights, layerWeights };
}

export const word = ({ context }: Stage, key: MessageKey, values: Values = {}): string =>
  message(context.locale, key, values);

/** A text with the chosen token, and whatever else, in its places. */
export function words(stage: Stage, key: MessageKey, values: Readonly<Record<string, Child>> = {}): Child[] {
  const token = tokenBox(stage.trace, stage.view.position, stage.context);
  return messageParts<Child>(stage.context.locale, key, { token, ...values });
}

/** One step of what a part computes: a heading, and what belongs to it. */
export function step(stage: Stage, title: readonly Child[] | string, ...children: readonly Child[]): Element {
  const { context } = stage;
  return html(
    context,
    'section',
    { class: 'gf-u-step' },
    html(context, 'p', { class: 'gf-part-title' }, ...[title].flat()),
    ...children,
  );
}

export const note = (stage: Stage, ...children: readonly Child[]): Element =>
  html(stage.context, 'p', { class: 'gf-note' }, ...children);

/** Where the numbers of weights are missing. */
export const missing = (stage: Stage): Element =>
  html(stage.context, 'p', { class: 'gf-note gf-u-missing' }, word(stage, 'unfolded.noWeights'));

/** One row of a [token, n] tensor, or of any other in rows of n. */
export const rowAt = (data: Float32Array | Int32Array, row: number, width: number): Float32Array =>
  Float32Array.from(data.subarray(row * width, (row + 1) * width));
