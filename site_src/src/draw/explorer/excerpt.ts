import type { Size } from './layout';
import type { Scene, Vectors } from './scene';

/** The tokens that a picture has room for: of a longer text those around the chosen one. */
export interface Excerpt {
  readonly from: number;
  readonly count: number;
}

/** Rows are as high as type; on a phone a column has to be as wide as a finger can tell from the next. */
const MOST: Readonly<Record<Size, number>> = { wide: 64, medium: 64, small: 64, narrow: 16 };
/** It moves on by so many tokens at a time, not with each of them. */
const STEPS = 4;

export function excerptOf(size: Size, tokens: number, position: number): Excerpt {
  const count = Math.min(MOST[size], tokens);
  const step = count / STEPS;
  const from = Math.floor((position - count / 2) / step) * step;
  return { from: Math.max(0, Math.min(from, tokens - count)), count };
}

/** The scene of these tokens alone, counted from 0. */
export function sceneOfExcerpt(scene: Scene, { from, count }: Excerpt): Scene {
  if (count === scene.tokens.length) return scene;
  const part = <T>(values: readonly T[]): readonly T[] => values.slice(from, from + count);
  const { head, block, embedded, final, shares } = scene;
  return {
    ...scene,
    tokens: part(scene.tokens),
    head: { ...head, size: count, value: (step, query, key) => head.value(step, query + from, key + from) },
    block:
      block &&
      (Object.fromEntries(
        Object.entries(block).map(([name, rows]: [string, Vectors]) => [name, part(rows)]),
      ) as unknown as typeof block),
    embedded: embedded && part(embedded),
    final: final && part(final),
    shares: shares.map(({ attention, mlp }) => ({ attention: part(attention), mlp: part(mlp) })),
    flow: (query, key) => scene.flow(query + from, key + from),
  };
}
