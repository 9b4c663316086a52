import { ask } from './ask';

/** Told once that a newer version is there than the one this page was opened in; `take` reloads the page into it. */
export type OnNewVersion = (take: () => void) => void;

/** A tab that stays open for days asks for a newer version when it is looked at again, at most so often. */
const HOUR = 3_600_000;

export function watchVersions(registration: ServiceWorkerRegistration, onNewVersion: OnNewVersion): void {
  /** The page takes the newer version: by the reader's wish, or because it came from the server in that version. */
  let taking: 'never' | 'silently' | 'with reload' = 'never';
  let hadOne = navigator.serviceWorker.controller !== null;

  const whenWaiting = async (waiting: ServiceWorker): Promise<void> => {
    if (await ask(registration.active, 'is-other-version')) {
      taking = 'silently';
      return void ask(waiting, 'take-over');
    }
    onNewVersion(() => {
      taking = 'with reload';
      if (waiting.state === 'installed') void ask(waiting, 'take-over');
      else location.reload();
    });
  };
  const whenFound = (): void => {
    const found = registration.installing;
    found?.addEventListener('statechange', () => {
      if (found.state === 'installed' && registration.active) void whenWaiting(found);
    });
  };
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (taking === 'with reload') location.reload();
    else if (hadOne && taking === 'never') onNewVersion(() => location.reload()); // another tab took it
    hadOne = true;
  });
  registration.addEventListener('updatefound', whenFound);
  whenFound();
  if (registration.waiting) void whenWaiting(registration.waiting);
  askNowAndThen(registration);
}

function askNowAndThen(registration: ServiceWorkerRegistration): void {
  let asked = performance.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || performance.now() - asked < HOUR) return;
    asked = performance.now();
    registration.update().catch(() => undefined); // without a connection there is nothing newer
  });
}
