import type { Stage, Trace, Training } from '../trace/types';
import type { Head } from './head';

export interface StageRow {
  readonly id: number;
  readonly token: string;
  readonly probability: number;
}

/** The checkpoint that a view shows: the last one where it names none, or one that there is not. */
export function stageOf(training: Training, wanted: number | null): { stage: Stage; index: number } {
  const last = training.stages.length - 1;
  const index = Math.max(0, Math.min(wanted ?? last, last));
  return { stage: training.stages[index]!, index };
}

export const tokensRead = (training: Training, stage: Stage): number => stage.step * training.tokensPerStep;

/** What the checkpoint expects after the text, best first. */
export function rowsOf(trace: Trace, stage: Stage, count: number): StageRow[] {
  const { top_ids: ids, top_log_probs: logProbs } = stage.tensors;
  return Array.from(ids.data.slice(0, count), (id, i) => ({
    id,
    token: trace.string(id),
    probability: Math.exp(logProbs.data[i]!),
  }));
}

/** One head of the checkpoint: of its steps only the weights are stored. */
export function headAt(trace: Trace, stage: Stage, block: number, head: number): Head {
  const size = trace.meta.tokens.length;
  const { n_head, d_head } = trace.meta.model.config;
  const start = (block * n_head + head) * size * size;
  const weights = stage.tensors.pattern.data.subarray(start, start + size * size);
  return {
    block,
    head,
    size,
    d_head,
    hasScores: false,
    value: (step, query, key) => (step === 'pattern' ? (weights[query * size + key] ?? NaN) : NaN),
  };
}
