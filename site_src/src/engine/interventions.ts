import type { ModelConfig } from '../core/types';

/** Experiments on a run. What is left out stays as GPT-2 is. Blocks and heads are counted from 0. */
export interface Interventions {
  /** What a head writes is multiplied by `scale`: 0 removes it. */
  readonly headScale?: readonly { readonly layer: number; readonly head: number; readonly scale: number }[] | undefined;
  /** The same for a block's MLP. */
  readonly mlpScale?: readonly { readonly layer: number; readonly scale: number }[] | undefined;
  /** false: the position embeddings are left out, so that the model sees a bag of tokens. */
  readonly positions?: boolean | undefined;
  /** false: no causal mask, every token attends to those after it too. */
  readonly causal?: boolean | undefined;
}

/** Interventions as the graph takes them. */
export interface Switches {
  /** [layer, head] */
  readonly headScale: Float32Array;
  /** [layer] */
  readonly mlpScale: Float32Array;
  readonly positions: number;
  readonly causal: number;
}

/** @throws RangeError for a block or head that the model does not have */
export function switchesOf(config: ModelConfig, interventions: Interventions = {}): Switches {
  const { n_layer, n_head } = config;
  const { headScale = [], mlpScale = [], positions = true, causal = true } = interventions;
  const switches: Switches = {
    headScale: new Float32Array(n_layer * n_head).fill(1),
    mlpScale: new Float32Array(n_layer).fill(1),
    positions: Number(positions),
    causal: Number(causal),
  };
  for (const { layer, head, scale } of headScale) {
    checkIndex('block', layer, n_layer);
    checkIndex('head', head, n_head);
    switches.headScale[layer * n_head + head] = scale;
  }
  for (const { layer, scale } of mlpScale) {
    checkIndex('block', layer, n_layer);
    switches.mlpScale[layer] = scale;
  }
  return switches;
}

/** Equal for switches under which a text gives the same numbers. */
export function keyOf({ headScale, mlpScale, positions, causal }: Switches): string {
  return [...headScale, ...mlpScale, positions, causal].join();
}

/** @throws RangeError */
export function checkIndex(what: string, index: number, count: number): void {
  if (Number.isInteger(index) && index >= 0 && index < count) return;
  throw new RangeError(`There is no ${what} ${index}, only 0 to ${count - 1}.`);
}
