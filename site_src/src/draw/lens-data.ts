import type { CoreTensorName } from '../generated/schema';
import type { Trace } from '../trace/types';

/** A token as the logit lens sees it at one layer and position. */
export interface Reading {
  readonly probability: number;
  /** From 0. */
  readonly rank: number;
}

/** A token that is followed through the layers after one position. */
export interface Followed {
  /** Place among the tokens that end on top at the last position; null: it is the one that comes next in the text. */
  readonly tracked: number | null;
  readonly id: number;
  readonly at: (layer: number) => Reading;
}

/** A live run computes the lens when it is asked for: `trace.lens()`. */
export function hasLens(trace: Trace): boolean {
  try {
    return trace.tensor('lens_top_ids').data.length > 0;
  } catch {
    return false;
  }
}

/** The token on top at each layer (0 = before the first block) and position, over the whole vocabulary. */
export function topAt(
  trace: Trace,
  layer: number,
  position: number,
): { readonly id: number; readonly probability: number } {
  const [cell, width] = [cellOf(trace, layer, position), trace.tensor('lens_top_ids').shape[2] ?? 1];
  return {
    id: trace.tensor('lens_top_ids').data[cell * width] ?? -1,
    probability: probabilityOf(trace, 'lens_top_logits', cell * width, cell),
  };
}

/** What can be followed after a position: the token that comes next in the text, if any, then those that end on top. */
export function candidates(trace: Trace, position: number): Followed[] {
  const count = trace.tensor('lens_tracked_ranks').shape[2] ?? 0;
  const tracked = Array.from({ length: count }, (_, index): Followed => {
    const at = (layer: number): Reading => {
      const cell = cellOf(trace, layer, position);
      return {
        probability: probabilityOf(trace, 'lens_tracked_logits', cell * count + index, cell),
        rank: trace.tensor('lens_tracked_ranks').data[cell * count + index] ?? -1,
      };
    };
    return { tracked: index, id: trace.tensor('top_ids').data[index] ?? -1, at };
  });
  const size = trace.meta.tokens.length;
  return position + 1 < size ? [nextToken(trace, position), ...tracked] : tracked;
}

function nextToken(trace: Trace, position: number): Followed {
  const size = trace.meta.tokens.length;
  const at = (layer: number): Reading => {
    const cell = layer * (size - 1) + position;
    return {
      probability: probabilityOf(trace, 'lens_next_logit', cell, cellOf(trace, layer, position)),
      rank: trace.tensor('lens_next_rank').data[cell] ?? -1,
    };
  };
  return { tracked: null, id: trace.tensor('tokens').data[position + 1] ?? -1, at };
}

/** The wanted one of the candidates, else the first. */
export function followedAt(trace: Trace, position: number, tracked: number | null): Followed {
  const all = candidates(trace, position);
  return all.find((one) => one.tracked === tracked) ?? all[0]!;
}

/** The stream is read before the first block and after each. */
export const layersOf = (trace: Trace): number => trace.meta.model.config.n_layer + 1;

const cellOf = (trace: Trace, layer: number, position: number): number => layer * trace.meta.tokens.length + position;

function probabilityOf(trace: Trace, name: CoreTensorName, index: number, cell: number): number {
  return Math.exp((trace.tensor(name).data[index] ?? NaN) - (trace.tensor('lens_log_sum_exp').data[cell] ?? NaN));
}
