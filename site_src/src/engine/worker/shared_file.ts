import type { ModelFile } from '../files';
import { openStore } from '../store';
import { obtain } from './obtain';

/**
 * Small files that every variant of a model needs, each fetched, checked, stored and read once. Shared by all calls that wait
 * for one: no single call's cancel ends it. A file that did not come is asked for again the next time.
 */
export function sharedFile<T>(read: (bytes: Uint8Array) => T): (file: ModelFile) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  const { signal } = new AbortController();
  return (file) => {
    const reading =
      known.get(file.key) ??
      openStore()
        .then((store) => obtain(file, { store, signal, onBytes: () => undefined }))
        .then(({ bytes }) => read(bytes));
    known.set(file.key, reading);
    reading.catch(() => known.delete(file.key));
    return reading;
  };
}
