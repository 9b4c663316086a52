/** Finished, checked files of earlier visits. Keys are URLs that hold a hash of the content. */
export interface Store {
  /** false where nothing can be stored. */
  readonly keeps: boolean;
  read(key: string): Promise<Response | null>;
  /** Resolves to false where there is no room. */
  write(key: string, bytes: Uint8Array<ArrayBuffer> | Blob): Promise<boolean>;
  remove(key: string): Promise<void>;
  has(key: string): Promise<boolean>;
  keys(): Promise<string[]>;
}

const CACHE_NAME = 'glassformer-models';

/** Keeps nothing: on plain http, and where the reader's settings forbid storing, there is no Cache API. */
const NO_STORE: Store = {
  keeps: false,
  read: () => Promise.resolve(null),
  write: () => Promise.resolve(false),
  remove: () => Promise.resolve(),
  has: () => Promise.resolve(false),
  keys: () => Promise.resolve([]),
};

export async function openStore(): Promise<Store> {
  if (!('caches' in globalThis)) return NO_STORE;
  try {
    return storeOver(await caches.open(CACHE_NAME));
  } catch {
    return NO_STORE;
  }
}

function storeOver(cache: Cache): Store {
  return {
    keeps: true,
    read: async (key) => (await cache.match(key)) ?? null,
    write: async (key, bytes) => {
      const length = bytes instanceof Blob ? bytes.size : bytes.byteLength;
      try {
        await cache.put(key, new Response(bytes, { headers: { 'Content-Length': String(length) } }));
        return true;
      } catch {
        return false; // the quota is used up: the file is fetched again next time
      }
    },
    remove: async (key) => void (await cache.delete(key)),
    has: async (key) => (await cache.match(key)) !== undefined,
    keys: async () => (await cache.keys()).map((request) => request.url),
  };
}
