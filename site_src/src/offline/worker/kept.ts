import type { Part } from '../messages';
import { SHELL, type SiteFiles } from '../listing';

/** What is kept from the first visit on; what was visited or saved; scripts that open pages of the last version may need. */
export const CACHES = { shell: 'glassformer-shell', pages: 'glassformer-pages', previous: 'glassformer-previous' };

export async function partsOf(site: SiteFiles): Promise<Part[]> {
  const kept = new Set([...(await keysOf(CACHES.shell)), ...(await keysOf(CACHES.pages))].map(({ url }) => url));
  return Object.entries(site.listing).map(([name, entries]) => {
    const missing = entries.filter((entry) => !kept.has(site.keyOf(entry)));
    const here = entries.filter((entry) => !missing.includes(entry));
    return {
      name,
      bytes: entries.reduce((sum, [, , bytes]) => sum + bytes, 0),
      missing: missing.map(([path, , bytes]) => ({ path, bytes })),
      pages: name === SHELL ? [] : here.flatMap(([path, , , title]) => (title === undefined ? [] : [{ path, title }])),
    };
  });
}

/** Drops what an earlier version kept, except the shell, which Workbox looks after. */
export async function dropOldPages(site: SiteFiles): Promise<void> {
  const listed = site.keys();
  const cache = await caches.open(CACHES.pages);
  const old = (await cache.keys()).filter(({ url }) => !listed.has(url));
  await Promise.all(old.map((key) => cache.delete(key)));
}

/**
 * Sets aside the scripts that are about to go from the shell. Their names change with their content, and a page that was
 * opened before may still ask for one that it has not needed so far.
 */
export async function setAsideOldScripts(site: SiteFiles): Promise<void> {
  const listed = site.keys();
  await caches.delete(CACHES.previous);
  const [shell, previous] = [await caches.open(CACHES.shell), await caches.open(CACHES.previous)];
  const old = (await shell.keys()).filter(({ url }) => url.includes('/chunks/') && !listed.has(url));
  for (const key of old) {
    const script = await shell.match(key);
    if (script) await previous.put(key.url.split('?')[0]!, script);
  }
}

async function keysOf(name: string): Promise<readonly Request[]> {
  return (await caches.open(name)).keys();
}
