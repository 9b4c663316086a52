import { displayString } from '../core/byte_alphabet';
import { statesOf, type Word } from '../core/merges';
import type { Trace } from '../trace/types';

/** A text cut into words and tokens. */
export interface Cut {
  readonly words: readonly Word[];
  /** Of the tokens, in the order of the words. */
  readonly ids: readonly number[];
}

export const cutOf = (trace: Trace): Cut => ({ words: trace.meta.words, ids: [...trace.tensor('tokens').data] });

const tokensIn = ({ symbols, merges }: Word): number =>
  merges.reduce((count, { at }) => count - at.length, symbols.length);

/** Positions of the tokens of each word. */
export function positionsOf({ words }: Cut): number[][] {
  let next = 0;
  return words.map((word) => Array.from({ length: tokensIn(word) }, () => next++));
}

/** The word that a token belongs to; the last one where there is no such token. */
export function wordAt(cut: Cut, position: number): number {
  const found = positionsOf(cut).findIndex((positions) => positions.includes(position));
  return found < 0 ? cut.words.length - 1 : found;
}

export const textOfWord = ({ symbols }: Word): string => displayString(symbols.join(''));

/** A symbol of a word, from the merge that made it to the one that takes it up. */
export interface Block {
  /** As the vocabulary writes it. */
  readonly symbol: string;
  /** Place of its first byte in the word, and how many bytes it has. */
  readonly from: number;
  readonly size: number;
  /** The merge that made it, counted from 1; 0: it is a byte. */
  readonly born: number;
  /** The merge that takes it up; Infinity: it is a token. */
  readonly gone: number;
}

/** All symbols that a word ever has, the bytes first. */
export function blocksOf(word: Word): Block[] {
  const bytes = word.symbols.map((symbol, from) => ({ symbol, from, size: 1, born: 0, gone: Infinity }));
  const all = [...bytes];
  let now = bytes;
  word.merges.forEach(({ at }, i) => {
    const merge = i + 1;
    const left = new Set(at);
    now = now.flatMap((block, place) => {
      if (left.has(place - 1)) return [];
      if (!left.has(place)) return [block];
      const right = now[place + 1]!;
      block.gone = right.gone = merge;
      const { from } = block;
      return [
        { symbol: block.symbol + right.symbol, from, size: block.size + right.size, born: merge, gone: Infinity },
      ];
    });
    all.push(...now.filter(({ born }) => born === merge));
  });
  return all;
}

/** What a merge joins: of several places in the word, they are all alike. */
export function pairOf(word: Word, merge: number): { left: string; right: string; symbol: string } {
  const before = statesOf(word)[merge - 1]!;
  const at = word.merges[merge - 1]!.at[0]!;
  const [left, right] = [before[at]!, before[at + 1]!];
  return { left: displayString(left), right: displayString(right), symbol: displayString(left + right) };
}

/** A special token is found as a whole: it has no bytes to begin with. */
export const isSpecial = ({ symbols }: Word): boolean => symbols.some((symbol) => symbol.length > 1);

/** A character of a word, over so many of its bytes. */
export interface Character {
  readonly text: string;
  readonly from: number;
  readonly size: number;
}

export function charactersOf(word: Word): Character[] {
  if (isSpecial(word)) return [{ text: word.symbols.join(''), from: 0, size: 1 }];
  let from = 0;
  return [...textOfWord(word)].map((text) => {
    const size = new TextEncoder().encode(text).length;
    from += size;
    return { text, from: from - size, size };
  });
}
