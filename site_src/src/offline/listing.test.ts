import { expect, test } from 'vitest';
import { SiteFiles } from './listing';

const root = 'https://school.example/some/where/';
const files = new SiteFiles(
  { shell: [['assets/main.js', 'aa', 1]], 'pages/zh': [['zh/index.html', 'bb', 2, '首页']] },
  root,
);
const pathAt = (address: string): string | undefined => files.entryAt(address)?.[0];

test('finds a file by its address, whatever is asked of it', () => {
  expect(pathAt(`${root}assets/main.js?x=1#top`)).toBe('assets/main.js');
  expect(pathAt(`${root}zh/index.html`)).toBe('zh/index.html');
});

test('a folder is its index.html', () => {
  expect(pathAt(`${root}zh/`)).toBe('zh/index.html');
  expect(pathAt(`${root}zh`)).toBeUndefined();
});

test('knows nothing of other addresses', () => {
  expect(pathAt('https://school.example/assets/main.js')).toBeUndefined();
  expect(pathAt(`${root}assets/other.js`)).toBeUndefined();
});

test('what is kept is found by its content', () => {
  expect([...files.keys()]).toEqual([
    `${root}assets/main.js?__WB_REVISION__=aa`,
    `${root}zh/index.html?__WB_REVISION__=bb`,
  ]);
});
