import { expect, test } from 'vitest';
import { quiz } from './quiz';
import { drawn } from './testing';

test('the matrix does not tell the answer by its name', async () => {
  const { element, trace, view } = await drawn(quiz, { block: 1, head: 0 });
  const matrix = element.querySelector('.gf-matrix')!;
  expect(matrix.getAttribute('aria-label')).toBe(
    'Attention weights of block 1, head 0, covered until the answer is shown.',
  );
  expect(element.querySelectorAll('.gf-cell')).toHaveLength(trace.meta.tokens.length ** 2);
  expect(quiz.describe(trace, view, 'en')).not.toMatch(/\d\.\d/);
});

test.each([
  [[[2, 1]], /sat” gives “·cat” a weight of 0\.\d+/],
  [[[1, 2]], /cat” cannot see “·sat”/],
  [
    [
      [0, 1],
      [0, 2],
    ],
    /above the diagonal/,
  ],
] as const)('the caption of the table is the answer to %j in words', async (answer, words) => {
  const { trace, view } = await drawn(quiz, { block: 1, head: 0, answer });
  expect(quiz.table(trace, view, 'en').caption).toMatch(words);
});
