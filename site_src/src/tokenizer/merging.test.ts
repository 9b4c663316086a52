import { expect, test } from 'vitest';
import { statesOf } from '../core/merges';
import { mergeWord, ranksOf } from './merging';

test('the first of the list comes first, wherever it stands', () => {
  const word = mergeWord([...'abcab'], ranksOf(['b c', ['a', 'b'], 'a bc']));
  expect(word.merges).toEqual([
    { rank: 0, at: [1] },
    { rank: 1, at: [2] },
    { rank: 2, at: [0] },
  ]);
  expect(statesOf(word).map((symbols) => symbols.join(' '))).toEqual(['a b c a b', 'a bc a b', 'a bc ab', 'abc ab']);
});

test('a merge joins every place once, from left to right', () => {
  const word = mergeWord([...'aaaaa'], ranksOf(['a a']));
  expect(word.merges).toEqual([{ rank: 0, at: [0, 2] }]);
  expect(statesOf(word).at(-1)).toEqual(['aa', 'aa', 'a']);
});
