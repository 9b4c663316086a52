/** One merge of byte-pair encoding, in the names of a trace file. */
export interface Merge {
  /** Its place in the tokenizer's list of merges, from 0. */
  readonly rank: number;
  /** Where the left halves of the joined pairs stand among the symbols before it. */
  readonly at: readonly number[];
}

/** A piece of text that merges never cross. */
export interface Word {
  /** Its bytes, each written as one printable character; a special token is one symbol. */
  readonly symbols: readonly string[];
  /** In the order in which they are done. */
  readonly merges: readonly Merge[];
}

/** The symbols with each of those at `at` and its right neighbour made one. */
export function joined(symbols: readonly string[], at: readonly number[]): string[] {
  const left = new Set(at);
  return symbols.flatMap((symbol, i) => {
    if (left.has(i - 1)) return [];
    return [left.has(i) ? symbol + symbols[i + 1]! : symbol];
  });
}

/** The symbols of a word at the start and after each of its merges. */
export function statesOf({ symbols, merges }: Word): string[][] {
  const states = [[...symbols]];
  for (const { at } of merges) states.push(joined(states.at(-1)!, at));
  return states;
}
