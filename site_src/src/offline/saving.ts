import { inParallel } from '../engine/worker/pacing';
import type { ServiceClient } from './client';
import { SHELL } from './listing';
import type { Part } from './messages';

/** So many files at a time. */
const LANES = 4;

export interface Saving {
  readonly signal: AbortSignal;
  /** Called with the bytes of each file that has come. */
  readonly onBytes: (bytes: number) => void;
}

/** The parts that a reader of one language needs, all its figures included, beside the shell, which is always there. */
export function courseOf(parts: readonly Part[], folder: string): Part[] {
  const pages = parts.some(({ name }) => name === `pages/${folder}`) ? `pages/${folder}` : 'pages/.';
  return parts.filter(({ name }) => name !== SHELL && (!name.startsWith('pages/') || name === pages));
}

export function missingBytes(parts: readonly Part[]): number {
  return parts.flatMap(({ missing }) => missing).reduce((sum, { bytes }) => sum + bytes, 0);
}

/**
 * Fetches what is missing: the service worker keeps what comes by. Resolves to the number of files that it did not keep,
 * as they are of another version than the others. @throws TypeError when a file does not come, AbortError
 */
export async function save(client: ServiceClient, root: URL, folder: string, saving: Saving): Promise<number> {
  const course = async () => courseOf(await client.ask('parts'), folder).flatMap(({ missing }) => missing);
  await inParallel(await course(), LANES, async ({ path, bytes }) => {
    const response = await fetch(new URL(path, root), { signal: saving.signal });
    if (!response.ok) throw new TypeError(`${path}: the server answered ${response.status}`);
    await response.arrayBuffer();
    saving.onBytes(bytes);
  });
  return settled(async () => (await course()).length);
}

/** The service worker answers first and keeps then: it is given a moment. */
async function settled(countMissing: () => Promise<number>): Promise<number> {
  let missing = await countMissing();
  for (let tries = 0; missing > 0 && tries < 20; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    missing = await countMissing();
  }
  return missing;
}
