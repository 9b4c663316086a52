import { gzipSync } from 'node:zlib';
import { afterEach, expect, test, vi } from 'vitest';
import { fetchUnpacked, gunzip } from './gunzip';

const text = new TextEncoder().encode('The cat sat on the mat. '.repeat(50));

afterEach(() => {
  vi.unstubAllGlobals();
});

test('unpacks gzip', async () => {
  expect(await gunzip(new Uint8Array(gzipSync(text)))).toEqual(text);
});

test('leaves alone what a server has unpacked already', async () => {
  expect(await gunzip(text)).toEqual(text);
  expect(await gunzip(new Uint8Array())).toEqual(new Uint8Array());
});

test('fetches and unpacks', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(new Uint8Array(gzipSync(text)))));
  expect(await fetchUnpacked('a.gz')).toEqual(text);
});

test('names the address of a file that is not there', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('', { status: 404, statusText: 'Not Found' })));
  await expect(fetchUnpacked('traces/a.gz')).rejects.toThrow('traces/a.gz: the server answered 404 Not Found');
});
