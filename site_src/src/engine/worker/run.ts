import type { Tensor } from '../../core/types';
import type { LayerTensors } from '../../trace/types';
import { keyOf, type Switches } from '../interventions';
import { CoreBuilder, coreTaps } from './core_builder';
import { dispose } from './key_values';
import type { PrefixCache } from './prefix_cache';
import type { UnembedRow } from './session';
import { FROM_NOTHING, runSteps, TOKENS_AT_ONCE, type Runner } from './steps';
import { detailOf, detailTaps } from './tensors';

/** Rows unembedded in one step: 65 rows of 50,257 logits are 13 MB. */
const ROWS_AT_ONCE = 65;

export interface RunOptions {
  readonly layers: readonly number[];
  readonly lens: boolean;
  readonly switches: Switches;
  readonly signal: AbortSignal;
}

export interface RunResult {
  readonly core: Map<string, Tensor>;
  readonly layers: Map<number, LayerTensors>;
}

/** Every tensor of one forward pass over `ids`. @throws AbortError, DeviceLost, what onnxruntime throws */
export async function runTrace(
  runner: Runner,
  cache: PrefixCache,
  ids: readonly number[],
  options: RunOptions,
): Promise<RunResult> {
  const { lens, switches, signal } = options;
  const { n_layer } = runner.config;
  const builder = new CoreBuilder(runner.config, ids);
  const inOneStep = ids.length <= TOKENS_AT_ONCE;
  const layers = new Map<number, LayerTensors>();
  const detail = inOneStep ? options.layers.flatMap(detailTaps) : [];
  let last = new Float32Array(0);
  const past = await runSteps(runner, FROM_NOTHING, {
    ids,
    switches,
    signal,
    taps: [...coreTaps(runner.config), ...detail],
    rows: (count) => positions(count).map((position): UnembedRow => [n_layer, position]),
    use: (from, count, { logits, taps }, rows) => {
      builder.addTaps(from, count, taps);
      rows.forEach(([, position], row) => builder.addFinal(from + position, rowOf(logits, row, rows.length)));
      last = Float32Array.from(rowOf(logits, rows.length - 1, rows.length));
      if (inOneStep)
        for (const layer of options.layers) layers.set(layer, detailOf(taps, layer, runner.config, ids.length));
    },
  });
  cache.keep({ key: keyOf(switches), ids, past, logits: last });
  if (lens) await runLens(runner, ids, builder, options);
  for (const layer of options.layers) {
    if (!layers.has(layer)) layers.set(layer, await runLayer(runner, ids, layer, switches));
  }
  return { core: builder.build({ lens }), layers };
}

/** The detail tensors of one block, in one step: scores also hold the keys after the query. */
export async function runLayer(
  runner: Runner,
  ids: readonly number[],
  layer: number,
  switches: Switches,
): Promise<LayerTensors> {
  const rows: UnembedRow[] = [[runner.config.n_layer, ids.length - 1]];
  const { taps } = await runner.run({ ids, past: null, rows, taps: detailTaps(layer), switches });
  return detailOf(taps, layer, runner.config, ids.length);
}

/**
 * The logit lens: all layers of a few positions a step, the cache carrying the tokens before them. Without the causal
 * mask, where nothing can be carried, one layer of all positions at a time.
 */
async function runLens(runner: Runner, ids: readonly number[], builder: CoreBuilder, options: RunOptions) {
  const { switches, signal } = options;
  const lensLayers = positions(runner.config.n_layer + 1);
  const pass = async (layers: readonly number[]): Promise<void> => {
    const past = await runSteps(runner, FROM_NOTHING, {
      ids,
      switches,
      signal,
      tokens: Math.max(1, Math.floor(ROWS_AT_ONCE / layers.length)),
      rows: (count) => layers.flatMap((layer) => positions(count).map((position): UnembedRow => [layer, position])),
      use: (from, _, { logits }, rows) =>
        rows.forEach(([layer, position], row) =>
          builder.addLens(layer, from + position, rowOf(logits, row, rows.length)),
        ),
    });
    dispose(past);
  };
  if (switches.causal === 1) await pass(lensLayers);
  else for (const layer of lensLayers) await pass([layer]);
}

function positions(count: number): number[] {
  return Array.from({ length: count }, (_, position) => position);
}

/** Row `row` of the `count` rows of [row, d_vocab]. */
function rowOf(logits: Float32Array, row: number, count: number): Float32Array {
  const width = logits.length / count;
  return logits.subarray(row * width, (row + 1) * width);
}
