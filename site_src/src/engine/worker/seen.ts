import { seenFile } from '../files';
import type { Place } from '../protocol';
import { allSeen, seenIn, type Seen } from '../seen_tokens';
import { openStore } from '../store';
import { obtain } from './obtain';

const known = new Map<string, Promise<Seen>>();

/** A model's list of seen tokens, fetched once, checked and stored like the rest of the model. */
export function seenOf({ root, manifest }: Place): Promise<Seen> {
  const file = seenFile(new URL(root), manifest);
  if (!file) return Promise.resolve(allSeen);
  const { signal } = new AbortController();
  const reading =
    known.get(file.key) ??
    openStore()
      .then((store) => obtain(file, { store, signal, onBytes: () => undefined }))
      .then(({ bytes }) => seenIn(bytes));
  known.set(file.key, reading);
  reading.catch(() => known.delete(file.key)); // asked for again the next time
  return reading;
}

/** Positions of the tokens that training never saw; none where that cannot be found out just now. */
export async function unseenAt(seen: () => Promise<Seen>, ids: readonly number[]): Promise<number[]> {
  const isSeen = await seen().catch(() => null);
  return isSeen ? ids.flatMap((id, position) => (isSeen(id) ? [] : [position])) : [];
}
