import { message } from '../core/messages';
import { formatNumber } from '../core/numbers';
import type { Locale, ModelConfig } from '../core/types';
import type { Trace } from '../trace/types';
import { quoted } from './token-name';

export const REMOVALS = ['head', 'mlp', 'positions', 'mask'] as const;
export type Removal = (typeof REMOVALS)[number];

/** What is removed: of a head block and head count, of an MLP the block. */
export interface RemovedPart {
  readonly remove: Removal;
  readonly block: number;
  readonly head: number;
}

/** The prediction without a part, as a trace keeps it. */
export interface Without {
  /** KL(the whole model || without the part) in nats, over the whole vocabulary. */
  readonly kl: number;
  /** Log-probabilities of the whole model's most probable tokens, best first. */
  readonly logProbs: readonly number[];
  /** What stands first without the part. */
  readonly best: string;
}

/** Where a part stands in the contract's dimension `removal`. */
export function removalOf({ n_layer, n_head }: ModelConfig, { remove, block, head }: RemovedPart): number {
  if (remove === 'head') return block * n_head + head;
  const mlps = n_layer * n_head;
  if (remove === 'mlp') return mlps + block;
  return mlps + n_layer + (remove === 'positions' ? 0 : 1);
}

/** What was stored of the prediction without a part; null where nothing is loaded. */
export function storedWithout(trace: Trace, part: RemovedPart): Without | null {
  const stored = trace.loadedAblations();
  if (!stored) return null;
  const place = removalOf(trace.meta.model.config, part);
  const width = stored.compared_ids.data.length;
  return {
    kl: stored.kl.data[place]!,
    logProbs: [...stored.compared_log_probs.data.subarray(place * width, (place + 1) * width)],
    best: trace.string(stored.best_ids.data[place]!),
  };
}

/** One sentence on what happens without a part: how far the prediction moves, and what stands first before and after. */
export function whatChanges(part: RemovedPart, kl: number, before: string, after: string, locale: Locale): string {
  const told = { part: partName(part, locale), kl: formatNumber(kl), before: quoted(before, locale) };
  return before === after
    ? message(locale, 'ablate.same', told)
    : message(locale, 'ablate.describe', { ...told, after: quoted(after, locale) });
}

/** “head 3 of block 2”, “the MLP of block 2”, “the positions”, “the causal mask”. */
export function partName({ remove, block, head }: RemovedPart, locale: Locale): string {
  return message(locale, `ablate.part.${remove}`, { block, head });
}
