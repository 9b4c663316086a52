import type { Place } from '../protocol';
import { fetchSeen, type Seen } from '../seen_tokens';

const known = new Map<string, Promise<Seen>>();

/** A model's list of seen tokens, fetched once. */
export function seenOf({ root, manifest }: Place): Promise<Seen> {
  const { id } = manifest.model;
  const fetching = known.get(id) ?? fetchSeen(new URL(root), manifest);
  known.set(id, fetching);
  fetching.catch(() => known.delete(id)); // asked for again the next time
  return fetching;
}

/** Positions of the tokens that training never saw; none where that cannot be found out just now. */
export async function unseenAt(seen: () => Promise<Seen>, ids: readonly number[]): Promise<number[]> {
  const isSeen = await seen().catch(() => null);
  return isSeen ? ids.flatMap((id, position) => (isSeen(id) ? [] : [position])) : [];
}
