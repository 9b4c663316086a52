import { beforeEach, expect, test } from 'vitest';
import type { Interventions } from '../interventions';
import { EXAMPLE_CONFIG } from '../testing';
import { nextToken } from './decode';
import { bytesOf } from './key_values';
import { PrefixCache } from './prefix_cache';
import { knownIn, pastOf, TokenSession } from './testing';

const { d_vocab } = EXAMPLE_CONFIG;

const tokenizer = {
  encode: () => [],
  words: () => [],
  display: String,
  decode: (ids: readonly number[]) => ids.join(' '),
};

let session: TokenSession;
let cache: PrefixCache;

beforeEach(() => {
  session = new TokenSession();
  cache = new PrefixCache();
});

/** The greedy next token, and what had to be run for it. */
async function next(ids: number[], interventions: Interventions = {}, reuse = true) {
  session.steps.length = 0;
  const sampling = { temperature: 0, topK: null, topP: null };
  const ask = { ids, from: 0, sampling, uniform: 0, candidates: 3, reuse, interventions };
  const { id, cost } = await nextToken(session, cache, tokenizer, ask, new AbortController().signal);
  expect(id).toBe(ids.reduce((sum, one) => sum + one) % d_vocab);
  expect(cost.tokens).toBe(session.steps.reduce((sum, step) => sum + step.ids.length, 0));
  return session.steps.map((step) => step.ids);
}

test('a token more is one step of one token', async () => {
  expect(await next([5, 6, 7])).toEqual([[5, 6, 7]]);
  expect(await next([5, 6, 7, 3])).toEqual([[3]]);
  expect(await next([5, 6, 7, 3, 4])).toEqual([[4]]);
});

test('without reuse all tokens are run, and what was known stays known', async () => {
  await next([5, 6, 7]);
  expect(await next([5, 6, 7, 3], {}, false)).toEqual([[5, 6, 7, 3]]);
  expect(await next([5, 6, 7, 3], {}, false)).toEqual([[5, 6, 7, 3]]);
  expect(await next([5, 6, 7, 3])).toEqual([]);
  expect(await next([5, 6, 7, 3, 4])).toEqual([[4]]);
});

test('the same text again is no step', async () => {
  await next([5, 6, 7]);
  expect(await next([5, 6, 7])).toEqual([]);
});

test('going back, and taking another way, run what is new', async () => {
  await next([5, 6, 7, 8]);
  expect(await next([5, 6])).toEqual([[6]]); // its own logits were not kept
  expect(await next([5, 6, 1])).toEqual([[1]]);
  expect(await next([5, 6, 7, 8, 4])).toEqual([[4]]); // the way that was left is still there
});

test('another text, or the same under an experiment, shares nothing', async () => {
  await next([5, 6, 7]);
  expect(await next([1, 6, 7])).toEqual([[1, 6, 7]]);
  expect(await next([5, 6, 7], { positions: false })).toEqual([[5, 6, 7]]);
  expect(await next([5, 6, 7, 3])).toEqual([[3]]);
});

test('without the causal mask every token sees the new one: all are run', async () => {
  await next([5, 6], { causal: false });
  expect(await next([5, 6, 2], { causal: false })).toEqual([[5, 6, 2]]);
});

test('a long text goes in steps of 64 tokens', async () => {
  const steps = await next(Array.from({ length: 130 }, (_, i) => i % d_vocab));
  expect(steps.map(({ length }) => length)).toEqual([64, 64, 2]);
});

test('at most four ways are kept, and what is dropped is let go of', () => {
  const logits = new Float32Array(1);
  const pasts = [1, 2, 3, 4, 5].map((id) => pastOf([id]));
  pasts.forEach((past, i) => cache.keep({ key: '', ids: [i], past, logits }));
  expect(pasts.map((past) => knownIn(past)!.gone)).toEqual([true, false, false, false, false]);
  expect(cache.find('', [0])).toBeNull();
  expect(bytesOf(pasts[1]!)).toBe(4);
});
