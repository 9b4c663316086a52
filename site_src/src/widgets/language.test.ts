import { expect, test } from 'vitest';
import { inOtherLanguage } from './language';

const root = new URL('https://example.org/some/where/');
const other = (path: string): string => inOtherLanguage(new URL(path, root), root).slice(root.href.length);

test.each([
  ['attention.html', 'zh/attention.html'],
  ['explorer.html?block=3#step-2', 'zh/explorer.html?block=3#step-2'],
  ['zhou.html', 'zh/zhou.html'],
  ['', 'zh/'],
])('%s is %s in Chinese, and the way back is the same', (english, chinese) => {
  expect(other(english)).toBe(chinese);
  expect(other(chinese)).toBe(english);
});
