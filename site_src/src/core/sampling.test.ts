import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rank, sample, type Sampling } from './sampling';
import { softmax } from './softmax';

const plain: Sampling = { temperature: 1, topK: null, topP: null };
const logits = [1, 3, 2, 3, -4];
const order = rank(logits);
const drawn = (sampling: Partial<Sampling>) => sample(logits, order, { ...plain, ...sampling });

test('ranks by probability, ties by id', () => {
  expect([...order]).toEqual([1, 3, 2, 0, 4]);
});

test('ranks like a sort with a comparison: either sign, zeros, −∞, ties', () => {
  const values = Float32Array.from({ length: 3000 }, (_, i) => Math.round(Math.sin(i * 12.9898) * 400) / 20);
  values.set([0, -0, -Infinity, 1e-40, -1e-40, 3e38, -3e38], 100);
  const expected = [...values.keys()].sort((a, b) => (values[a] === values[b] ? a - b : values[b]! - values[a]!));
  expect([...rank(values)]).toEqual(expected);
});

test('temperature 1 without filters is the model itself', () => {
  const { probabilities, kept } = drawn({});
  softmax(logits).forEach((p, i) => expect(probabilities[i]).toBeCloseTo(p, 12));
  expect(kept).toBe(logits.length);
});

test('temperature scales the gaps between logits', () => {
  const { probabilities } = drawn({ temperature: 0.5 });
  expect(probabilities[1]! / probabilities[2]!).toBeCloseTo(Math.exp((3 - 2) / 0.5), 10);
});

test('temperature 0 takes the most probable token', () => {
  expect([...drawn({ temperature: 0, topK: 3 }).probabilities]).toEqual([0, 1, 0, 0, 0]);
});

test('top-k keeps k tokens and removes the rest exactly', () => {
  const { probabilities, kept } = drawn({ topK: 3 });
  expect(kept).toBe(3);
  expect(probabilities[0]).toBe(0);
  expect(probabilities.reduce((sum, p) => sum + p)).toBeCloseTo(1, 12);
  expect(drawn({ topK: 99 }).kept).toBe(logits.length);
});

test('the token that crosses p is kept', () => {
  const quarters = [0, 0, 0, 0];
  const nucleus = (topP: number) => sample(quarters, rank(quarters), { ...plain, topP }).kept;
  expect(nucleus(0.5)).toBe(2);
  expect(nucleus(0.51)).toBe(3);
  expect(nucleus(1e-9)).toBe(1);
  expect(nucleus(1)).toBe(4);
});

test('top-p counts what top-k has left', () => {
  expect(drawn({ topK: 2, topP: 0.5 }).kept).toBe(1);
  expect(drawn({ topK: 2, topP: 0.51 }).kept).toBe(2);
});

test('the nucleus is taken over the whole vocabulary, not over a shortlist', () => {
  const flat = new Float32Array(50257);
  expect(sample(flat, rank(flat), { ...plain, topP: 0.9 }).kept).toBe(Math.ceil(0.9 * 50257));
});

test('entropy is that of what is left', () => {
  expect(drawn({ topK: 2 }).entropy).toBeCloseTo(Math.log(2), 10);
});

test('GPT-2 small’s 15.8% for " visualize" reads 54.7% after temperature 0.8 and top-k 5', () => {
  interface Golden {
    readonly texts: readonly { readonly text: string; readonly top: readonly (readonly [number, number, number])[] }[];
  }
  const file = new URL('../../../tests/fixtures/gpt2_small.json', import.meta.url);
  const { texts } = JSON.parse(readFileSync(file, 'utf-8')) as Golden;
  const { top } = texts.find(({ text }) => text === 'Data visualization empowers users to')!;
  const known = Float32Array.from(top, ([, logit]) => logit); // the other 50,237 logits are smaller
  const { probabilities } = sample(known, rank(known), { temperature: 0.8, topK: 5, topP: null });
  expect(top[0]![2]).toBeCloseTo(0.1578, 4);
  expect(probabilities[0]).toBeCloseTo(0.546736, 4);
});
