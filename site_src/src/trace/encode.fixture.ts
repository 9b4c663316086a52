/** Writes trace files for tests, as the pipeline does. */
import type { Tensor } from '../core/types';
import type { Level } from '../generated/schema';
import { coreTensors, layerTensors, layerWeightsTensors, strings, traceMeta, weightsTensors } from './fixture';
import { continuationTensors, DRAWN } from './fixture_continuation';
import { ablations, precisions, training } from './fixture_stages';
import { encodeLevel } from './write';

/** A file of the fixture's trace: the core (layer null) or one block's detail. `changes` overwrite its metadata. */
export function encodeTraceFile(layer: number | null, changes: Record<string, unknown> = {}): Uint8Array {
  return layer === null
    ? encoded('core', null, coreTensors(), changes)
    : encoded('detail', layer, layerTensors(layer), changes);
}

/** The same for the weights: of the whole model (layer null) or of one block. */
export function encodeWeightsFile(layer: number | null): Uint8Array {
  return layer === null
    ? encoded('weights', null, weightsTensors())
    : encoded('layer_weights', layer, layerWeightsTensors(layer));
}

/** The same for the prediction at other precisions. */
export function encodePrecisionFile(): Uint8Array {
  const { names, tensors } = precisions();
  return encoded('precision', null, tensors, { precisions: names });
}

/** The same for the prediction without each part. */
export function encodeAblationFile(): Uint8Array {
  return encoded('ablation', null, ablations());
}

/** The same for what was written after the text. */
export function encodeContinuationFile(): Uint8Array {
  return encoded('continuation', null, continuationTensors(), { drawn: DRAWN });
}

/** The same for a stage of training. */
export function encodeStageFile(stage: number): Uint8Array {
  return encoded('brief', null, training().stages[stage]!.tensors);
}

function encoded(
  level: Level,
  layer: number | null,
  tensors: Readonly<Record<string, Tensor>>,
  changes: Record<string, unknown> = {},
): Uint8Array {
  const { model, variant, prompt, text, tokens, words, unseen } = traceMeta();
  const read = level === 'core' ? { words, unseen } : {};
  const metadata = { layer, model, variant, prompt, text, tokens, strings, ...read, ...changes };
  return encodeLevel(level, Object.values(tensors), metadata);
}
