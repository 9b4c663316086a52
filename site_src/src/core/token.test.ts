import { expect, test } from 'vitest';
import { tokenParts, visibleToken } from './token';

test.each([
  [' the', '·the'],
  ['\n\n', '↵↵'],
  ['a\tb', 'a⇥b'],
  ['\\xF0\\x9F', '\\xF0\\x9F'],
  ['\u202eabc', 'U+202Eabc'],
  ['中文', '中文'],
  ['<b>', '<b>'],
  ['\\x', '\\x'],
])('%j reads %s', (display, visible) => {
  expect(visibleToken(display)).toBe(visible);
});

test('says which parts are text, white space and bytes', () => {
  expect(tokenParts(' a\\xE2b\n')).toEqual([
    { kind: 'space', text: '·' },
    { kind: 'text', text: 'a' },
    { kind: 'byte', text: '\\xE2' },
    { kind: 'text', text: 'b' },
    { kind: 'space', text: '↵' },
  ]);
});
