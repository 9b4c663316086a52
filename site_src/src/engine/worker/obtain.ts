import { gunzip } from '../../core/gunzip';
import { EngineError } from '../errors';
import type { ModelFile } from '../files';
import type { Store } from '../store';
import { download, PassingError, readBody, type Transfer } from './download';
import { oneAtATime, pause } from './pacing';
import { sha256 } from './sha256';

/** Pauses between attempts, in milliseconds. */
const PAUSES = [500, 1500, 4000, 8000];

/** Checking and storing copy a whole file: one at a time, so that memory holds one such copy. */
const finishing = oneAtATime();

/** A checked file, from the store or the network. `stored` says whether the store has it now. */
export interface Obtained {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly stored: boolean;
}

export interface ObtainOptions extends Transfer {
  readonly store: Store;
  /** Where the bytes go; an array of their own where it is left out. */
  readonly into?: Uint8Array<ArrayBuffer> | undefined;
}

/** @throws EngineError `network` or `checksum`, AbortError */
export async function obtain(file: ModelFile, options: ObtainOptions): Promise<Obtained> {
  const kept = await fromStore(file, options);
  options.signal.throwIfAborted();
  if (kept) return { bytes: kept, stored: true };
  const bytes = await fromNetwork(file, options);
  return { bytes, stored: await finishing(() => options.store.write(file.key, bytes)) };
}

async function fromStore(file: ModelFile, { store, into }: ObtainOptions): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const response = await store.read(file.key);
    if (!response) return null;
    const bytes = (await readBody(response, into)) as Uint8Array<ArrayBuffer>;
    if (await matches(file, bytes)) return bytes;
  } catch {
    // a stored file that cannot be read is as good as none
  }
  await store.remove(file.key);
  return null;
}

async function fromNetwork(file: ModelFile, options: ObtainOptions): Promise<Uint8Array<ArrayBuffer>> {
  const into = options.into ?? (file.packed ? undefined : new Uint8Array(file.bytes));
  let mismatches = 0;
  for (let attempt = 0; ; attempt++) {
    try {
      const fetched = await download(file.url, options, { into, fresh: attempt > 0 });
      const bytes = (file.packed ? await gunzip(fetched) : fetched) as Uint8Array<ArrayBuffer>;
      if (await matches(file, bytes)) return bytes;
      options.onBytes(-fetched.byteLength);
      mismatches++;
      if (mismatches > 1)
        throw new EngineError('checksum', `${file.file} is not the file that the manifest describes.`);
    } catch (error) {
      const wait = PAUSES[attempt];
      if (!(error instanceof PassingError) || wait === undefined) throw error;
      options.onRetry?.();
      await pause(wait, options.signal);
    }
  }
}

/** Whether these are the file's bytes. */
export async function matches(file: ModelFile, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  return bytes.byteLength === file.bytes && (await finishing(() => sha256(bytes))) === file.sha256;
}
