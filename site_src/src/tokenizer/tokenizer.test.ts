import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BYTE_OF_CHARACTER, displayString } from '../core/byte_alphabet';
import python from './python-cases.json';
import { loadTokenizer } from './tokenizer';

const file = new URL('../../../model_artifacts/embedded/tokenizer.json', import.meta.url);
const tokenizer = loadTokenizer(JSON.parse(readFileSync(file, 'utf8')));

describe('the same tokens as Python', () => {
  test.each(python.cases)('$text', ({ text, ids, strings }) => {
    const found = tokenizer.encode(text);
    expect(found).toEqual(ids);
    expect(found.map((id) => tokenizer.display(id))).toEqual(strings);
    expect(tokenizer.decode(found)).toBe(text);
  });
});

describe('odd input', () => {
  test('the empty text has no token', () => expect(tokenizer.encode('')).toEqual([]));

  test('a lone surrogate is read as U+FFFD', () => {
    expect(tokenizer.encode('a\uD83Db\uDE00')).toEqual(tokenizer.encode('a\uFFFDb\uFFFD'));
    expect(tokenizer.encode('a\uD83D\uDE00b')).not.toEqual(tokenizer.encode('a\uFFFDb'));
  });

  test('an id outside the vocabulary is an error that names it', () => {
    expect(() => tokenizer.display(50257)).toThrow(/50257/);
  });

  test('what is no object is refused', () => expect(() => loadTokenizer(null)).toThrow(TypeError));
});

describe('display strings', () => {
  test('the byte alphabet has one character for each byte', () => {
    expect(new Set(BYTE_OF_CHARACTER.values()).size).toBe(256);
  });

  test('bytes that are no UTF-8 alone are shown one by one', () => {
    expect(displayString('ĠðŁ')).toBe('\\x20\\xF0\\x9F');
  });

  test('a character that is not complete yet is decoded as U+FFFD', () => {
    const ids = tokenizer.encode('😀');
    expect(ids.length).toBeGreaterThan(1);
    expect(tokenizer.decode(ids.slice(0, 1))).toBe('\uFFFD');
    expect(tokenizer.decode(ids)).toBe('😀');
  });

  test('a byte order mark is a character, not dropped', () => expect(displayString('ï»¿')).toBe('\uFEFF'));
});
