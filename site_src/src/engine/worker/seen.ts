import { seenFile } from '../files';
import type { Place } from '../protocol';
import { allSeen, seenIn, type Seen } from '../seen_tokens';
import { sharedFile } from './shared_file';

const listIn = sharedFile(seenIn);

/** A model's list of seen tokens. */
export function seenOf({ root, manifest }: Place): Promise<Seen> {
  const file = seenFile(new URL(root), manifest);
  return file ? listIn(file) : Promise.resolve(allSeen);
}

/** Positions of the tokens that training never saw; none where that cannot be found out just now. */
export async function unseenAt(seen: () => Promise<Seen>, ids: readonly number[]): Promise<number[]> {
  const isSeen = await seen().catch(() => null);
  return isSeen ? ids.flatMap((id, position) => (isSeen(id) ? [] : [position])) : [];
}
