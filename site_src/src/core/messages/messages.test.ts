import { expect, test } from 'vitest';
import { LOCALES } from '../types';
import { message, messageParts, messages, type MessageKey } from './index';

const keys = Object.keys(messages.en) as MessageKey[];
const places = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort();

test.each(LOCALES)('%s has every text, with the same places', (locale) => {
  expect(Object.keys(messages[locale]).sort()).toEqual([...keys].sort());
  for (const key of keys) {
    expect(messages[locale][key].trim(), key).not.toBe('');
    expect(places(messages[locale][key]), key).toEqual(places(messages.en[key]));
  }
});

test('fills places', () => {
  expect(message('en', 'probabilities.others', { count: '50,247' })).toBe('50,247 other tokens');
  expect(message('en', 'attention.head')).toBe('Head {head}');
});

test('cuts a text at its places, keeping what is put there', () => {
  const token = { text: 'cat' };
  expect(messageParts('en', 'attention.stepsTitle', { query: token })).toEqual([
    'How ',
    token,
    ' weighs what it can see',
  ]);
});
