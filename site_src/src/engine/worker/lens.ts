import type { Switches } from '../interventions';
import type { LensRow } from '../types';
import type { CoreBuilder } from './core_builder';
import { dispose } from './key_values';
import type { PrefixCache } from './prefix_cache';
import type { UnembedRow } from './session';
import { FROM_NOTHING, runSteps, startFrom, type Runner } from './steps';

/** Rows unembedded in one step: 65 rows of 50,257 logits are 13 MB. */
const ROWS_AT_ONCE = 65;

/**
 * The logit lens: all layers of a few positions a step, the cache carrying the tokens before them. Without the causal
 * mask, where nothing can be carried, one layer of all positions at a time.
 */
export async function runLens(
  runner: Runner,
  ids: readonly number[],
  builder: CoreBuilder,
  switches: Switches,
  signal: AbortSignal,
): Promise<void> {
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

/** The logits [d_vocab] at each of the places. */
export async function lensLogits(
  runner: Runner,
  cache: PrefixCache,
  ids: readonly number[],
  rows: readonly LensRow[],
  switches: Switches,
  signal: AbortSignal,
): Promise<Float32Array[]> {
  const found: Float32Array[] = [];
  for (let first = 0; first < rows.length; first += ROWS_AT_ONCE) {
    const wanted = rows.slice(first, first + ROWS_AT_ONCE);
    const start = await startFrom(runner, cache, switches, ids, Math.min(...wanted.map(({ position }) => position)));
    const past = await runSteps(runner, start, {
      ids,
      switches,
      signal,
      tokens: ids.length,
      rows: () => wanted.map(({ layer, position }): UnembedRow => [layer, position - start.length]),
      use: (_from, _count, { logits }) =>
        wanted.forEach((_, row) => found.push(Float32Array.from(rowOf(logits, row, wanted.length)))),
    });
    dispose(past);
  }
  return found;
}

/** 0, 1, … */
export function positions(count: number): number[] {
  return Array.from({ length: count }, (_, position) => position);
}

/** Row `row` of the `count` rows of [row, d_vocab]. */
export function rowOf(logits: Float32Array, row: number, count: number): Float32Array {
  const width = logits.length / count;
  return logits.subarray(row * width, (row + 1) * width);
}
