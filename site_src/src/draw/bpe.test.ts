import { expect, test } from 'vitest';
import type { Word } from '../core/merges';
import { coreTensors, strings, traceMeta } from '../trace/fixture';
import { createTrace } from '../trace/trace';
import { bpe } from './bpe';
import { blocksOf, charactersOf, positionsOf, wordAt } from './bpe-data';
import { drawn, lines, texts } from './testing';

const THE: Word = {
  symbols: [...'The'],
  merges: [
    { rank: 2, at: [1] },
    { rank: 318, at: [0] },
  ],
};
/** " 😀😀": two alike characters whose first two bytes are joined, at both places at once. */
const FACES: Word = {
  symbols: [...'ĠðŁĺĢðŁĺĢ'],
  merges: [
    { rank: 7, at: [1, 5] },
    { rank: 9, at: [0] },
  ],
};

/** The fixture's numbers under a text of these two words: tokens The, Ġ+ðŁ, ĺ, Ģ, ðŁ, ĺ (the last one is cut off). */
function withWords(words: readonly Word[] = [THE, FACES], tokens = 7) {
  const meta = { ...traceMeta(tokens), text: 'The 😀😀', words };
  return { trace: createTrace({ meta, tensors: coreTensors(tokens), strings }) };
}

test('drawing', async () => {
  expect(lines((await drawn(bpe, { position: 1, step: 1 }, withWords())).element)).toMatchSnapshot();
});

test('a symbol fills its columns from the merge that makes it to the one that takes it up', () => {
  const found = blocksOf(FACES).map(({ symbol, from, size, born, gone }) => [symbol, from, size, born, gone]);
  expect(found.slice(0, 3)).toEqual([
    ['Ġ', 0, 1, 0, 2],
    ['ð', 1, 1, 0, 1],
    ['Ł', 2, 1, 0, 1],
  ]);
  expect(found.slice(9)).toEqual([
    ['ðŁ', 1, 2, 1, 2],
    ['ðŁ', 5, 2, 1, Infinity],
    ['ĠðŁ', 0, 3, 2, Infinity],
  ]);
  // At each stage the symbols that are there cover every byte once.
  for (const stage of [0, 1, 2]) {
    const bytes = blocksOf(FACES)
      .filter(({ born, gone }) => born <= stage && stage < gone)
      .reduce((sum, { size }) => sum + size, 0);
    expect(bytes).toBe(9);
  }
});

test('a character stands over its bytes', () => {
  expect(charactersOf(FACES).map(({ text, from, size }) => [text, from, size])).toEqual([
    [' ', 0, 1],
    ['😀', 1, 4],
    ['😀', 5, 4],
  ]);
});

test('the selected token says which word is shown, and every word can be chosen', async () => {
  const { element, trace } = await drawn(bpe, { position: 3 }, withWords());
  const cut = { words: trace.meta.words, ids: [] };
  expect(positionsOf(cut)).toEqual([[0], [1, 2, 3, 4, 5, 6]]);
  expect([0, 1, 6, 99].map((position) => wordAt(cut, position))).toEqual([0, 1, 1, 1]);
  expect(element.querySelector('[aria-current]')!.getAttribute('data-word')).toBe('1');
  expect(texts(element, '[data-word]')).toEqual(['The', '·😀😀']);
  expect(texts(element, '.gf-bpe-id')).toEqual([...trace.tensor('tokens').data].slice(1).map((id) => `#${id}`));
  expect(element.querySelector('.gf-bpe-id.gf-selected')!.getAttribute('data-position')).toBe('3');
});

test('later merges are empty, and only the end has ids', async () => {
  const { element } = await drawn(bpe, { position: 0, step: 1 }, withWords());
  expect(texts(element, '.gf-bpe-block')).toEqual(['54T', '68h', '65e', 'he']);
  expect(texts(element, '.gf-bpe-label:not(.gf-later)')).toEqual(['text', 'rank 2', 'bytes']);
  expect(element.querySelector('.gf-bpe-id')).toBeNull();
  expect(element.querySelector('.gf-readout')!.textContent).toBe(
    'Merge 1 of 2: h and e become he. Of all pairs that stand side by side, this one has the lowest rank, 2.',
  );
});

test('bytes that are no text alone are written as numbers, everywhere', async () => {
  const { trace, view } = await drawn(bpe, { position: 1, step: 2 }, withWords());
  expect(bpe.describe(trace, view, 'en')).toBe(
    'Merge 2 of 2: “·” and “\\xF0\\x9F” become “\\x20\\xF0\\x9F”. Of all pairs that stand side by side, this one has the lowest rank, 9. No pair that is left is in the list. So these are the tokens.',
  );
  const { rows } = bpe.table(trace, view, 'zh');
  expect(rows.map((row) => row.slice(0, 4))).toEqual([
    ['0', '–', '–', '–'],
    ['1', '7', '\\xF0', '\\x9F'],
    ['2', '9', '·', '\\xF0\\x9F'],
  ]);
});

test('a typed text is shown instead of the trace’s', async () => {
  const typed = { words: [THE], ids: [464], position: 0 };
  const { element } = await drawn(bpe, { typed }, withWords());
  expect(texts(element, '[data-word]')).toEqual(['The']);
  expect(texts(element, '.gf-bpe-id')).toEqual(['#464']);
});

test('a special token is found as a whole', async () => {
  const special = { symbols: ['<|endoftext|>'], merges: [] };
  const { element } = await drawn(bpe, {}, withWords([special], 1));
  expect(texts(element, '.gf-bpe-block')).toEqual(['<|endoftext|>']);
  expect(element.querySelector('.gf-readout')!.textContent).toContain('special token');
});

test('a word of one byte is a token as it is', async () => {
  const { element } = await drawn(bpe, {}, withWords([{ symbols: [','], merges: [] }], 1));
  expect(element.querySelector('.gf-part-title')!.textContent).toBe(',, one byte and one token');
  expect(element.querySelector('.gf-readout')!.textContent).toContain('there is nothing to merge');
  expect(element.textContent).not.toContain('No pair that is left');
});

test('tokens that were chosen one by one have no merges', async () => {
  const { element, trace, view } = await drawn(bpe, {}, withWords([], 2));
  expect(element.textContent).toContain('chosen one by one');
  expect(bpe.table(trace, view, 'en').rows).toEqual([]);
});
