import { PrecacheController } from 'workbox-precaching';
import { registerRoute, setCatchHandler } from 'workbox-routing';
import { CacheFirst, NetworkFirst } from 'workbox-strategies';
import { SHELL, SiteFiles, type Listing } from '../listing';
import type { Ask, Asks } from '../messages';
import { checked } from './checked';
import { CACHES, dropOldPages, partsOf, setAsideOldScripts } from './kept';
import { offlinePage } from './offline_page';

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: Listing };

/** After so many seconds without an answer, a page that is kept is shown. */
const PATIENCE = 4;

const site = new SiteFiles(self.__WB_MANIFEST, self.registration.scope);
/** Pages that came from the server in a version that is not listed here: their files come from there too. */
const ofOtherVersions = new Set<string>();

const plugins = [
  checked(site, (event) => {
    const { resultingClientId } = event as Partial<FetchEvent>;
    if (resultingClientId) ofOtherVersions.add(resultingClientId);
    void self.registration.update().catch(() => undefined); // without a connection there is nothing newer
  }),
];
const shell = new PrecacheController({ cacheName: CACHES.shell, plugins });
shell.addToCacheList((site.listing[SHELL] ?? []).map(([path, revision]) => ({ url: `${site.root}${path}`, revision })));

self.addEventListener('install', (event) => void shell.install(event));
self.addEventListener('activate', (event) => event.waitUntil(activate(event)));

async function activate(event: ExtendableEvent): Promise<void> {
  await setAsideOldScripts(site);
  await Promise.all([shell.activate(event), dropOldPages(site)]);
  await self.clients.claim();
}

// A page comes from the server as long as it answers; all other files of a version never change.
const isPage = (url: URL): boolean => site.entryAt(url.href)?.[0].endsWith('.html') ?? false;
const isListed = (url: URL, event: Event): boolean =>
  site.entryAt(url.href) !== null && !ofOtherVersions.has((event as Partial<FetchEvent>).clientId ?? '');

registerRoute(
  ({ request, url }) => request.mode === 'navigate' || isPage(url),
  new NetworkFirst({ cacheName: CACHES.pages, plugins, networkTimeoutSeconds: PATIENCE }),
);
registerRoute(
  ({ url, event }) => isListed(url, event) && shell.getCacheKeyForURL(url.href) !== undefined,
  async ({ request, url }) => (await shell.matchPrecache(url.href)) ?? fetch(request),
);
registerRoute(({ url, event }) => isListed(url, event), new CacheFirst({ cacheName: CACHES.pages, plugins }));
registerRoute(
  ({ url }) => url.href.startsWith(site.root) && url.pathname.includes('/chunks/'),
  async ({ request, url }) => (await (await caches.open(CACHES.previous)).match(url.href)) ?? fetch(request),
);
setCatchHandler(async ({ request }) =>
  request.mode === 'navigate' ? offlinePage(site, request.url, shell) : Response.error(),
);

const answers: { readonly [Name in keyof Asks]: (page: string) => Asks[Name] | Promise<Asks[Name]> } = {
  'is-other-version': (page) => ofOtherVersions.has(page),
  parts: () => partsOf(site),
  forget: () => caches.delete(CACHES.pages).then(() => null),
  'take-over': () => self.skipWaiting().then(() => null),
};

self.addEventListener('message', (event) => {
  const { type } = event.data as Ask;
  const answer = (answers as Partial<typeof answers>)[type]; // Workbox has messages of its own
  if (answer)
    event.waitUntil(Promise.resolve(answer(event.source?.id ?? '')).then((it) => event.ports[0]?.postMessage(it)));
});
