import { expect, test } from 'vitest';
import { SiteFiles } from '../listing';
import { offlinePage } from './offline_page';

const root = 'https://school.example/some/where/';
const site = new SiteFiles({}, root);
const pages = new Map([
  [`${root}offline.html`, 'No connection'],
  [`${root}zh/offline.html`, '没有网络'],
]);
const shell = {
  matchPrecache: (address: string) => {
    const page = pages.get(address);
    return Promise.resolve(page === undefined ? undefined : new Response(page));
  },
};
const shown = async (path: string): Promise<string | null> => {
  const response = await offlinePage(site, `${root}${path}`, shell);
  return response.status === 302 ? response.headers.get('Location') : response.text();
};

test('speaks the language of the folder, where the page was asked for', async () => {
  expect(await shown('tokens.html')).toBe('No connection');
  expect(await shown('')).toBe('No connection');
  expect(await shown('zh/tokens.html')).toBe('没有网络');
});

test('is gone to from folders in which its links would lead nowhere', async () => {
  expect(await shown('no/such/page.html')).toBe(`${root}offline.html`);
  expect(await shown('zh/no/page.html')).toBe(`${root}zh/offline.html`);
});
