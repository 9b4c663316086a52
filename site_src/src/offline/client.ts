import { messageSW } from 'workbox-window';
import { ask } from './ask';
import type { Asks } from './messages';
import { watchVersions, type OnNewVersion } from './versions';

/** Why nothing can be kept here. */
export type CannotKeep = 'insecure' | 'no-service-worker' | 'refused';

export function cannotKeep(): CannotKeep | null {
  if (!isSecureContext) return 'insecure';
  return 'serviceWorker' in navigator ? null : 'no-service-worker';
}

/** The page's side of the service worker, which lies in the site's root and serves all languages. */
export class ServiceClient {
  private constructor(private readonly registration: ServiceWorkerRegistration) {}

  /** Resolves when the service worker can be asked. @throws when the browser refuses it */
  static async register(root: URL, onNewVersion: OnNewVersion): Promise<ServiceClient> {
    const first = navigator.serviceWorker.controller === null;
    const registration = await navigator.serviceWorker.register(new URL('service-worker.js', root), {
      scope: root.href,
    });
    watchVersions(registration, onNewVersion);
    await whenActive(registration);
    if (first) await keepThisPage(registration);
    return new ServiceClient(registration);
  }

  ask<Name extends keyof Asks>(type: Name): Promise<Asks[Name]> {
    return ask(this.registration.active, type);
  }
}

/** @throws where the first installation fails, as it does when a file does not come */
function whenActive({ active, waiting, installing }: ServiceWorkerRegistration): Promise<void> {
  const worker = installing ?? waiting;
  if (active || !worker) return Promise.resolve();
  return new Promise((resolve, reject) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activating' || worker.state === 'activated') resolve();
      if (worker.state === 'redundant') reject(new Error('the service worker could not be installed'));
    });
  });
}

/** What this page was made of came before there was anyone to keep it. */
async function keepThisPage({ active }: ServiceWorkerRegistration): Promise<void> {
  const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
  const urlsToCache = [location.href, ...loaded].filter((url) => url.startsWith(location.origin));
  if (active) await messageSW(active, { type: 'CACHE_URLS', payload: { urlsToCache } });
}
