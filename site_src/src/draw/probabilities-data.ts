import { sample, type Sampled } from '../core/sampling';
import type { View } from '../core/types';
import type { Trace } from '../trace/types';
import { distributionAt, type Distribution } from './distribution';

export interface ProbabilityRow {
  readonly id: number;
  readonly token: string;
  readonly logit: number;
  /** The model's own probability: temperature 1, whole vocabulary. */
  readonly own: number;
  /** After temperature and filters, 0 if they removed it; null where no settings apply. */
  readonly sampled: number | null;
}

/** Everything that the figure shows, as numbers. */
export interface Probabilities {
  readonly rows: readonly ProbabilityRow[];
  /** Probability of all tokens that are not listed. */
  readonly ownRest: number;
  readonly sampledRest: number | null;
  /** The whole vocabulary's size, and how many tokens the settings keep (null where none apply). */
  readonly all: number;
  readonly kept: number | null;
  /** In nats; null where only the most probable tokens are stored. */
  readonly ownEntropy: number | null;
  readonly sampledEntropy: number | null;
  /** Settings were asked for that this position's stored numbers do not allow. */
  readonly settingsIgnored: boolean;
  /** The token that follows in the text, its probability and rank from 0; null at the end of the text. */
  readonly actual: { readonly token: string; readonly probability: number; readonly rank: number } | null;
}

export function hasSettings(view: View): boolean {
  return view.temperature !== 1 || view.topK !== null || view.topP !== null;
}

export function probabilitiesOf(trace: Trace, view: View & { readonly rows: number }): Probabilities {
  const distribution = distributionAt(trace, view.position);
  const sampled = settle(distribution, view);
  const listed = distribution.ids.slice(0, view.rows);
  const rows = listed.map((id, i): ProbabilityRow => {
    const logProb = distribution.logProbs[i]!;
    return {
      id,
      token: trace.string(id),
      logit: logProb + distribution.logSumExp,
      own: Math.exp(logProb),
      sampled: sampled ? sampled.probabilities[id]! : null,
    };
  });
  return {
    rows,
    ownRest: rest(rows.map(({ own }) => own)),
    sampledRest: sampled && (sampled.kept <= rows.length ? 0 : rest(rows.map((row) => row.sampled ?? 0))),
    all: trace.meta.model.config.d_vocab,
    kept: sampled?.kept ?? null,
    ownEntropy: distribution.whole?.entropy ?? null,
    sampledEntropy: sampled?.entropy ?? null,
    settingsIgnored: hasSettings(view) && !sampled,
    actual: actualNext(trace, view.position),
  };
}

function settle({ whole }: Distribution, view: View): Sampled | null {
  return whole && hasSettings(view) ? sample(whole.logProbs, whole.order, view) : null;
}

const rest = (listed: readonly number[]): number => Math.max(0, 1 - listed.reduce((sum, p) => sum + p, 0));

function actualNext(trace: Trace, position: number): Probabilities['actual'] {
  const token = trace.meta.tokens[position + 1];
  const logProb = trace.tensor('next_log_prob').data[position];
  const rank = trace.tensor('next_rank').data[position];
  if (token === undefined || logProb === undefined || rank === undefined) return null;
  return { token, probability: Math.exp(logProb), rank };
}

/** The longest bar's probability. */
export function barRange(data: Probabilities): number {
  return Math.max(...data.rows.map(({ own, sampled }) => Math.max(own, sampled ?? 0)));
}
