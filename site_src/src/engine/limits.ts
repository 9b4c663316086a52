import type { ModelConfig } from '../core/types';

const PATTERN_BYTES = 128 * 2 ** 20;

/**
 * Tokens that a live run takes: at most the model's context, and so many that all attention patterns,
 * [layer, head, query, key] in float32, stay within 128 MiB.
 */
export function tokenLimit({ n_ctx, n_layer, n_head }: ModelConfig): number {
  return Math.min(n_ctx, Math.floor(Math.sqrt(PATTERN_BYTES / (4 * n_layer * n_head))));
}
