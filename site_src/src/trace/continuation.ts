import type { Candidate, WrittenToken } from '../core/generation';
import type { Tensor } from '../core/types';
import type { ContinuationTensorName } from '../generated/schema';
import type { TraceFile } from './file';

/** The tokens that were written after a text, out of its file of level continuation. */
export function continuationOf({ tensors, metadata }: TraceFile): WrittenToken[] {
  const { temperature, top_k: topK, top_p: topP, seed } = metadata.drawn!;
  const by = { temperature, topK, topP, seed };
  const data = (name: ContinuationTensorName): Tensor['data'] => tensors[name]!.data;
  const width = tensors.candidate_ids!.shape[1]!;
  const candidate = (step: number, id: number, logit: number, filtered: number): Candidate => ({
    id,
    string: metadata.strings[id] ?? `#${id}`,
    logit,
    probability: Math.exp(logit - data('log_sum_exp')[step]!),
    filtered,
  });
  const listed = (step: number): Candidate[] =>
    Array.from({ length: width }, (_, place) => {
      const at = step * width + place;
      return candidate(step, data('candidate_ids')[at]!, data('candidate_logits')[at]!, data('candidate_drawn')[at]!);
    });
  return Array.from(data('drawn_id'), (id, step) => ({
    ...candidate(step, id, data('drawn_logit')[step]!, data('drawn_probability')[step]!),
    rank: data('drawn_rank')[step]!,
    distribution: { candidates: listed(step), kept: data('kept')[step]!, entropy: data('entropy')[step]! },
    position: metadata.tokens.length + step,
    by,
  }));
}
