import type { Tensor } from '../../core/types';
import type { LayerTensors } from '../../trace/types';
import { CoreBuilder, coreTaps } from './core_builder';
import { breathe } from './pacing';
import { dispose, type KeyValues, type Session, type StepResult, type UnembedRow } from './session';
import { detailOf, detailTaps } from './tensors';

/** Rows unembedded in one step: 65 rows of 50,257 logits are 13 MB. */
const ROWS_AT_ONCE = 65;
/** Tokens of one step of the prefill: short enough that a cancel is soon noticed. */
const TOKENS_AT_ONCE = 64;

/** What a run needs of a session. */
export type Runner = Pick<Session, 'config' | 'run'>;

export interface RunOptions {
  readonly layers: readonly number[];
  readonly lens: boolean;
  readonly signal: AbortSignal;
}

export interface RunResult {
  readonly core: Map<string, Tensor>;
  readonly layers: Map<number, LayerTensors>;
}

/** Every tensor of one forward pass over `ids`. @throws AbortError, DeviceLost, what onnxruntime throws */
export async function runTrace(runner: Runner, ids: readonly number[], options: RunOptions): Promise<RunResult> {
  const { lens, signal } = options;
  const { n_layer } = runner.config;
  const builder = new CoreBuilder(runner.config, ids);
  const inOneStep = ids.length <= TOKENS_AT_ONCE;
  const layers = new Map<number, LayerTensors>();
  const detail = inOneStep ? options.layers.flatMap(detailTaps) : [];
  await forEachStep(runner, ids, TOKENS_AT_ONCE, signal, {
    taps: [...coreTaps(runner.config), ...detail],
    rows: (count) => positions(count).map((position): UnembedRow => [n_layer, position]),
    use: (from, count, { logits, taps }, rows) => {
      builder.addTaps(from, count, taps);
      rows.forEach(([, position], row) => builder.addFinal(from + position, rowOf(logits, row, rows.length)));
      if (inOneStep)
        for (const layer of options.layers) layers.set(layer, detailOf(taps, layer, runner.config, ids.length));
    },
  });
  if (lens) await runLens(runner, ids, builder, signal);
  for (const layer of options.layers) {
    if (!layers.has(layer)) layers.set(layer, await runLayer(runner, ids, layer));
  }
  return { core: builder.build({ lens }), layers };
}

/** The detail tensors of one block, in one step: scores also hold the keys after the query. */
export async function runLayer(runner: Runner, ids: readonly number[], layer: number): Promise<LayerTensors> {
  const rows: UnembedRow[] = [[runner.config.n_layer, ids.length - 1]];
  const { taps } = await runner.run({ ids, past: null, rows, taps: detailTaps(layer) });
  return detailOf(taps, layer, runner.config, ids.length);
}

/** The logit lens: all layers of a few positions a step, the cache carrying the tokens before them. */
async function runLens(runner: Runner, ids: readonly number[], builder: CoreBuilder, signal: AbortSignal) {
  const { n_layer } = runner.config;
  const tokens = Math.max(1, Math.floor(ROWS_AT_ONCE / (n_layer + 1)));
  const lensLayers = positions(n_layer + 1);
  await forEachStep(runner, ids, tokens, signal, {
    taps: [],
    rows: (count) => lensLayers.flatMap((layer) => positions(count).map((position): UnembedRow => [layer, position])),
    use: (from, _, { logits }, rows) =>
      rows.forEach(([layer, position], row) =>
        builder.addLens(layer, from + position, rowOf(logits, row, rows.length)),
      ),
  });
}

interface Steps {
  readonly taps: readonly string[];
  readonly rows: (count: number) => UnembedRow[];
  readonly use: (from: number, count: number, result: StepResult, rows: readonly UnembedRow[]) => void;
}

/** Runs `ids` in steps of at most `tokens`, each continuing from the one before. */
async function forEachStep(
  runner: Runner,
  ids: readonly number[],
  tokens: number,
  signal: AbortSignal,
  { taps, rows, use }: Steps,
): Promise<void> {
  let past: KeyValues | null = null;
  try {
    for (let from = 0; from < ids.length; from += tokens) {
      await breathe(signal);
      const part = ids.slice(from, from + tokens);
      const wanted = rows(part.length);
      const result: StepResult = await runner.run({
        ids: part,
        past,
        rows: wanted,
        taps,
        keep: from + tokens < ids.length,
      });
      dispose(past);
      past = result.past;
      use(from, part.length, result, wanted);
    }
  } finally {
    dispose(past);
  }
}

function positions(count: number): number[] {
  return Array.from({ length: count }, (_, position) => position);
}

/** Row `row` of the `count` rows of [row, d_vocab]. */
function rowOf(logits: Float32Array, row: number, count: number): Float32Array {
  const width = logits.length / count;
  return logits.subarray(row * width, (row + 1) * width);
}
