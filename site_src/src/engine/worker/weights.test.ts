import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { exampleManifest } from '../testing';
import type { Manifest, ManifestFile } from '../manifest';
import type { Store } from '../store';
import { Weights } from './weights';

const root = new URL('http://site.test/some/where/');
const shards = ['first shard', 'second', 'a file of its own'].map((text) => new TextEncoder().encode(text));
const fileOf = (bytes: Uint8Array, i: number): ManifestFile => ({
  file: `${i}.bin`,
  bytes: bytes.byteLength,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});
const [first, second, third] = shards.map(fileOf) as [ManifestFile, ManifestFile, ManifestFile];
const manifest: Manifest = exampleManifest({ q8: 1 });
const variant = {
  ...manifest.variants.q8!,
  weights: [
    { path: 'weights-0.bin', bytes: first.bytes + second.bytes, shards: [first, second] },
    { path: 'weights-1.bin', bytes: third.bytes, shards: [third] },
  ],
};

/** A server and a store in memory. */
function place({ room = true } = {}) {
  const fetched: string[] = [];
  const kept = new Map<string, Uint8Array<ArrayBuffer>>();
  vi.stubGlobal('fetch', (url: URL) => {
    const name = url.pathname.split('/').at(-1)!;
    fetched.push(name);
    return Promise.resolve(new Response(shards[Number.parseInt(name, 10)]));
  });
  const store: Store = {
    keeps: true,
    read: (key) => Promise.resolve(kept.has(key) ? new Response(kept.get(key)) : null),
    write: (key, bytes) => {
      if (room) kept.set(key, (bytes as Uint8Array<ArrayBuffer>).slice());
      return Promise.resolve(room);
    },
    remove: (key) => Promise.resolve(void kept.delete(key)),
    has: (key) => Promise.resolve(kept.has(key)),
    keys: () => Promise.resolve([...kept.keys()]),
  };
  const options = { store, signal: new AbortController().signal, onBytes: (): void => undefined };
  return { fetched, kept, options, weights: new Weights(root, manifest, variant) };
}

async function fetchAll(weights: Weights, options: Parameters<Weights['read']>[0]): Promise<void> {
  await weights.download(options);
  await weights.read(options);
}

const text = (data: Uint8Array): string => new TextDecoder().decode(data);

afterEach(() => vi.unstubAllGlobals());

describe('weights', () => {
  test('are put together for each external-data file', async () => {
    const { weights, options } = place();
    await fetchAll(weights, options);
    expect(Array.from(weights.files, ([path, data]) => [path, text(data)])).toEqual([
      ['weights-0.bin', 'first shardsecond'],
      ['weights-1.bin', 'a file of its own'],
    ]);
  });

  test('are not in memory while they are downloaded', async () => {
    const { weights, options, fetched } = place();
    await weights.download(options);
    expect(weights.files.size).toBe(0);
    expect(fetched).toHaveLength(3);
    await weights.read(options);
    expect(fetched).toHaveLength(3);
  });

  test('let go, they come back from the store, not from the network', async () => {
    const { weights, options, fetched } = place();
    await fetchAll(weights, options);
    weights.release();
    expect(weights.files.size).toBe(0);
    fetched.length = 0;
    await fetchAll(weights, options);
    expect(fetched).toEqual([]);
    expect(text(weights.files.get('weights-0.bin')!)).toBe('first shardsecond');
  });

  test('that the store has no room for stay in memory', async () => {
    const { weights, options, fetched } = place({ room: false });
    await fetchAll(weights, options);
    weights.release();
    fetched.length = 0;
    await fetchAll(weights, options);
    expect(fetched).toEqual([]);
    expect(weights.files.size).toBe(2);
  });

  test('a stored shard that was spoilt is fetched again', async () => {
    const { weights, options, fetched, kept } = place();
    await fetchAll(weights, options);
    weights.release();
    const key = [...kept.keys()].find((name) => name.includes('/1.bin'))!;
    kept.set(key, new TextEncoder().encode('spoilt'));
    fetched.length = 0;
    await fetchAll(weights, options);
    expect(fetched).toEqual(['1.bin']);
    expect(text(weights.files.get('weights-0.bin')!)).toBe('first shardsecond');
  });
});
