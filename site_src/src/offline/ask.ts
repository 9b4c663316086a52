import { messageSW } from 'workbox-window';
import type { Asks } from './messages';

/** @throws where the service worker is gone */
export async function ask<Name extends keyof Asks>(of: ServiceWorker | null, type: Name): Promise<Asks[Name]> {
  if (!of) throw new Error('the service worker is gone');
  return (await messageSW(of, { type })) as Asks[Name];
}
