import { expect, test } from 'vitest';
import type { Part } from './messages';
import { courseOf, missingBytes } from './saving';

const part = (name: string, ...sizes: number[]): Part => ({
  name,
  bytes: 100,
  missing: sizes.map((bytes, index) => ({ path: `${name}/${index}`, bytes })),
  pages: [],
});
const parts = [
  part('shell'),
  part('pages/.', 1, 2),
  part('pages/zh', 10),
  part('figures/embedded', 100),
  part('other'),
];
const names = (folder: string): string[] => courseOf(parts, folder).map(({ name }) => name);

test('a course is one language with all figures; the shell is there anyway', () => {
  expect(names('.')).toEqual(['pages/.', 'figures/embedded', 'other']);
  expect(names('zh')).toEqual(['pages/zh', 'figures/embedded', 'other']);
  expect(names('de')).toEqual(names('.'));
});

test('what is missing is counted in bytes', () => {
  expect(missingBytes(courseOf(parts, '.'))).toBe(103);
});
