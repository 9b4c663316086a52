import { expect, test } from 'vitest';
import { readAddress, writeAddress, type Address } from './address';

const address: Address = {
  prompt: 'cat-sat',
  block: 2,
  head: 0,
  position: 4,
  part: 'attention',
  temperature: 0.8,
  topK: 5,
  topP: 0.9,
  seed: 7,
  written: 20,
  tour: 3,
};

test('is written in the words of a fence', () => {
  expect(writeAddress(address)).toBe(
    '#prompt=cat-sat&part=attention&block=2&head=0&position=4&temperature=0.8&top_k=5&top_p=0.9&seed=7&written=20&tour=3',
  );
  expect(writeAddress({})).toBe('');
  expect(writeAddress({ key: null, topK: null, block: 1 })).toBe('#block=1');
});

test('reads what it has written, any text too', () => {
  expect(readAddress(writeAddress(address))).toEqual(address);
  const text = 'a & b = c #1 \n 我爱你 😀 +%20';
  expect(readAddress(writeAddress({ text }))).toEqual({ text });
});

test('leaves out what is no number, and what it does not know', () => {
  expect(readAddress('#block=two&head=-1&position=&top_k=NaN&unknown=1&block=3')).toEqual({});
  expect(readAddress('#a-heading')).toEqual({});
});
