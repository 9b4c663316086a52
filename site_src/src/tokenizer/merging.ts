import { joined, type Merge, type Word } from '../core/merges';

/** Place of each pair of symbols in the list of merges, from 0: left, then right. */
export type Ranks = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** The merges of a tokenizer.json: "a b" or ["a", "b"], the first learned first. */
export function ranksOf(merges: readonly (string | readonly string[])[]): Ranks {
  const ranks = new Map<string, Map<string, number>>();
  merges.forEach((merge, rank) => {
    const [left, right] = typeof merge === 'string' ? merge.split(' ') : merge;
    if (!ranks.has(left!)) ranks.set(left!, new Map());
    ranks.get(left!)!.set(right!, rank);
  });
  return ranks;
}

/**
 * Joins the symbols of one word: of all pairs of neighbours that are in the list, the one that stands first in it, wherever
 * it occurs; then the same again, until no pair is in the list (Sennrich et al. 2016; `bpe` in openai/gpt-2's encoder.py).
 */
export function mergeWord(symbols: readonly string[], ranks: Ranks): Word {
  const merges: Merge[] = [];
  for (let now: readonly string[] = symbols; ; now = joined(now, merges.at(-1)!.at)) {
    const pairs = now.slice(1).map((right, i) => ranks.get(now[i]!)?.get(right) ?? Infinity);
    const rank = pairs.reduce((least, found) => Math.min(least, found), Infinity);
    if (rank === Infinity) return { symbols, merges };
    merges.push({ rank, at: placesOf(pairs, rank) });
  }
}

/** From left to right; what one place has taken is not free for the next. */
function placesOf(pairs: readonly number[], rank: number): number[] {
  const places: number[] = [];
  pairs.forEach((found, i) => {
    if (found === rank && places.at(-1) !== i - 1) places.push(i);
  });
  return places;
}
