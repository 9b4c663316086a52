import type { Tensor } from '../../core/types';
import type { LayerTensors } from '../../trace/types';
import { keyOf, type Switches } from '../interventions';
import { CoreBuilder, coreTaps } from './core_builder';
import { logitsAfter } from './decode';
import { positions, rowOf, runLens } from './lens';
import type { PrefixCache } from './prefix_cache';
import type { UnembedRow } from './session';
import { FROM_NOTHING, runSteps, startFrom, TOKENS_AT_ONCE, type Runner, type Start } from './steps';
import { detailOf, detailTaps } from './tensors';

/** A longer text leaves no rows for the next trace: its attention patterns take too much room. */
const KEPT_TOKENS = 128;

export interface RunOptions {
  readonly layers: readonly number[];
  readonly lens: boolean;
  readonly switches: Switches;
  readonly signal: AbortSignal;
}

export interface RunResult {
  readonly core: Readonly<Record<string, Tensor>>;
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
  const start = await takeOver(runner, cache, builder, ids, switches);
  const inOneStep = start.length === 0 && ids.length <= TOKENS_AT_ONCE;
  const layers = new Map<number, LayerTensors>();
  const detail = inOneStep ? options.layers.flatMap(detailTaps) : [];
  let last = new Float32Array(0);
  const past = await runSteps(runner, start, {
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
  const rows = ids.length <= KEPT_TOKENS ? builder.copy() : undefined;
  cache.keep({ key: keyOf(switches), ids, past, logits: last, rows });
  if (lens) await runLens(runner, ids, builder, switches, signal);
  for (const layer of options.layers) {
    if (!layers.has(layer)) layers.set(layer, await runLayer(runner, ids, layer, switches));
  }
  return { core: builder.build((name) => lens || !isLens(name)), layers };
}

/** The lens_* tensors of a text. */
export async function runLensAlone(
  runner: Runner,
  cache: PrefixCache,
  ids: readonly number[],
  switches: Switches,
  signal: AbortSignal,
): Promise<Readonly<Record<string, Tensor>>> {
  const builder = new CoreBuilder(runner.config, ids);
  builder.addFinal(ids.length - 1, await logitsAfter(runner, cache, ids, switches, signal));
  await runLens(runner, ids, builder, switches, signal);
  return builder.build(isLens);
}

const isLens = (name: string): boolean => name.startsWith('lens_');

/** Fills the builder with the rows that an earlier trace has of the same first tokens, and says where to go on. */
async function takeOver(
  runner: Runner,
  cache: PrefixCache,
  builder: CoreBuilder,
  ids: readonly number[],
  switches: Switches,
): Promise<Start> {
  const found = cache.find(keyOf(switches), ids);
  const rows = found?.line.rows;
  if (!found || !rows) return FROM_NOTHING;
  const { line, length: shared } = found;
  const known = Math.min(shared, rows.length);
  // What a token gives the next one is new where the next one is: that takes the token's logits, or running it again.
  const whole = known === line.ids.length && known < ids.length;
  const start = await startFrom(runner, cache, switches, ids, Math.min(whole ? known : known - 1, ids.length - 1));
  builder.takeOver(rows, start.length);
  if (whole && start.length > 0) builder.addFinal(known - 1, line.logits);
  return start;
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
