import type { Trace } from '../trace/types';
import { measure, type Head } from './head';

/** What a head was measured to do on this text; `spread`: none of the others. The order is that of the grid of all heads. */
export const KINDS = ['previous', 'induction', 'first', 'self', 'spread'] as const;
export type KindName = (typeof KINDS)[number];

export interface HeadKind {
  readonly name: KindName;
  /** The mean weight that makes it of this kind; of a head that is spread out, the largest that it has. */
  readonly share: number;
}

/** Below this mean weight on each of the places a head is called spread out. */
export const MOSTLY = 0.3;

/** Null for texts of fewer than three tokens. */
export function kindOf(trace: Trace, head: Head): HeadKind | null {
  const measures = measure(head);
  if (!measures) return null;
  const shares = { ...measures, induction: inductionOf(trace.meta.tokens, head) ?? 0 };
  const best = KINDS.filter((name) => name !== 'spread').reduce((a, b) => (shares[b] > shares[a] ? b : a));
  return { name: shares[best] < MOSTLY ? 'spread' : best, share: shares[best] };
}

/**
 * Mean weight on what followed the same token earlier, over the queries whose token stood there before; null where no
 * token comes twice. (Olsson et al. 2022, https://arxiv.org/abs/2209.11895)
 */
export function inductionOf(tokens: readonly string[], head: Head): number | null {
  let [sum, rows] = [0, 0];
  tokens.forEach((token, query) => {
    const earlier = tokens.slice(0, query).flatMap((other, key) => (other === token ? [key] : []));
    if (earlier.length === 0) return;
    rows += 1;
    for (const key of earlier) sum += head.value('pattern', query, key + 1);
  });
  return rows === 0 ? null : sum / rows;
}
