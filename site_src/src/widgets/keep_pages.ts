import type { Offline } from '../session';
import { GfUpdate } from './gf-update';
import { ownTask } from './own_task';

/** Starts keeping pages for a reader without a connection, once this one has all it needs. `gf-update` is defined by then. */
export function keepPages(offline: Offline): void {
  const update = new GfUpdate();
  document.body.append(update);
  const start = (): void => void offline.start((take) => update.announce(take));
  if (document.readyState === 'complete') void ownTask().then(start);
  else addEventListener('load', start, { once: true });
}
