import { afterEach, expect, test, vi } from 'vitest';
import type { Manifest } from './manifest';
import { fetchSeen } from './seen_tokens';

const root = new URL('https://example.org/sub/');
const manifest = {
  model: { id: 'a/b' },
  seen_tokens: { file: 'seen_tokens.bin', bytes: 2, sha256: '' },
} as unknown as Manifest;

afterEach(() => vi.unstubAllGlobals());

test('reads the bit of each token from the model’s own folder', async () => {
  const fetched = vi.fn((_url: URL) => Promise.resolve(new Response(Uint8Array.of(0b0000_0101, 0b1000_0000))));
  vi.stubGlobal('fetch', fetched);
  const seen = await fetchSeen(root, manifest);
  expect(Array.from({ length: 16 }, (_, id) => id).filter(seen)).toEqual([0, 2, 15]);
  expect(seen(16)).toBe(false);
  expect(String(fetched.mock.calls[0]?.[0])).toBe('https://example.org/sub/models/a--b/seen_tokens.bin');
});

test('every token counts as seen where the model does not tell', async () => {
  const fetched = vi.fn();
  vi.stubGlobal('fetch', fetched);
  const { seen_tokens: _, ...silent } = manifest;
  expect((await fetchSeen(root, silent as Manifest))(7)).toBe(true);
  expect(fetched).not.toHaveBeenCalled();
});

test('a list that cannot be fetched is an error', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status: 404 })));
  await expect(fetchSeen(root, manifest)).rejects.toThrow('seen_tokens.bin: the server answered 404');
});
