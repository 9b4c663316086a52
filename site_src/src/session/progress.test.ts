// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Progress } from './progress';

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

it('keeps answers for the next visit, and forgets them', () => {
  new Progress().keep('a', '2');
  const later = new Progress();
  later.keep('b', '15');
  expect([later.answerTo('a'), later.answerTo('b'), later.answerTo('c')]).toEqual(['2', '15', null]);
  later.forget('a');
  expect(new Progress().answerTo('a')).toBeNull();
  expect(new Progress().answerTo('b')).toBe('15');
});

it.each(['not JSON', 'null', '7'])('begins anew where %s was stored', (stored) => {
  localStorage.setItem('glassformer.answers', stored);
  expect(new Progress().answerTo('a')).toBeNull();
});

it('works without storage', () => {
  vi.stubGlobal('localStorage', {
    getItem: () => {
      throw new Error('denied');
    },
    setItem: () => {
      throw new Error('denied');
    },
  });
  const progress = new Progress();
  progress.keep('a', '1');
  expect(progress.answerTo('a')).toBe('1');
});
