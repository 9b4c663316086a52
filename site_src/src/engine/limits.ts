import type { ModelConfig } from '../core/types';
import { EngineError } from './errors';

const PATTERN_BYTES = 128 * 2 ** 20;

/**
 * Tokens that a live run takes: at most the model's context, and so many that all attention patterns,
 * [layer, head, query, key] in float32, stay within 128 MiB.
 */
export function tokenLimit({ n_ctx, n_layer, n_head }: ModelConfig): number {
  return Math.min(n_ctx, Math.floor(Math.sqrt(PATTERN_BYTES / (4 * n_layer * n_head))));
}

/** @throws EngineError `empty` or `too-long` */
export function checkLength({ length }: readonly number[], limit: number): void {
  if (length === 0) throw new EngineError('empty', 'The text is empty: a run needs at least one token.');
  if (length > limit) {
    throw new EngineError('too-long', `The text has ${length} tokens; a live run of this model takes ${limit}.`);
  }
}
