import { message, messageParts } from '../core/messages';
import { formatNumber, formatProbability } from '../core/numbers';
import { visibleToken } from '../core/token';
import type { Locale, View } from '../core/types';
import type { Trace } from '../trace/types';
import { drawComparison, rangeOf, type Prediction } from './comparison';
import { html, type Child } from './element';
import { quoted, tokenBox } from './token-name';
import type { FigureKind } from './types';

export const REMOVALS = ['head', 'mlp', 'positions', 'mask'] as const;
export type Removal = (typeof REMOVALS)[number];

/** Two live runs of one text on one variant, and what was removed in the second. */
export interface Experiment {
  readonly remove: Removal;
  readonly block: number;
  readonly head: number;
  readonly before: Trace;
  readonly after: Trace;
}

export interface AblateSpec {
  readonly remove: Removal;
  /** How many tokens are listed. */
  readonly rows: number;
  /** null until the model has run without the part. */
  readonly experiment: Experiment | null;
}

/** The prediction after the last token, as the model is and without one of its parts. */
export const ablate: FigureKind<AblateSpec> = {
  kind: 'ablate',
  defaults: { remove: 'head', rows: 8, experiment: null },

  load: () => Promise.resolve(),

  draw(trace, view, context) {
    const { locale } = context;
    const shown = view.experiment?.before ?? trace;
    const { tokens, predictions } = compare(trace, view, locale);
    const token = tokenBox(shown, shown.meta.tokens.length - 1, context, 'gf-query');
    const note = view.experiment
      ? message(locale, 'ablate.note', { max: formatProbability(rangeOf(predictions)) })
      : message(locale, 'ablate.live', { part: partName(view, locale) });
    return html(
      context,
      'div',
      { class: 'gf-ablate' },
      html(context, 'p', { class: 'gf-part-title' }, ...messageParts<Child>(locale, 'ablate.title', { token })),
      drawComparison(tokens, predictions, context),
      html(context, 'p', { class: 'gf-note' }, note),
    );
  },

  table(trace, view, locale) {
    const { tokens, predictions } = compare(trace, view, locale);
    return {
      caption: message(locale, 'ablate.caption', { token: quoted(trace.meta.tokens.at(-1) ?? '', locale) }),
      columns: [message(locale, 'column.token'), ...predictions.map(({ name, facts }) => [name, ...facts].join(' · '))],
      rows: tokens.map((token, row) => [
        visibleToken(token),
        ...predictions.map(({ probabilities }) => formatNumber(probabilities[row]!, 4)),
      ]),
    };
  },

  describe(trace, view, locale) {
    const { experiment } = view;
    const part = partName(experiment ?? view, locale);
    if (!experiment) return message(locale, 'ablate.live', { part });
    const { predictions } = compare(trace, view, locale);
    return message(locale, 'ablate.describe', {
      part,
      kl: formatNumber(divergence(experiment)),
      before: quoted(predictions[0]!.best, locale),
      after: quoted(predictions[1]!.best, locale),
    });
  },
};

function compare(
  trace: Trace,
  view: View & AblateSpec,
  locale: Locale,
): { tokens: string[]; predictions: Prediction[] } {
  const { experiment, rows } = view;
  const intact = experiment?.before ?? trace;
  const ids = [...intact.tensor('top_ids').data.slice(0, rows)];
  const asItIs = predictionOf(intact, ids, message(locale, 'ablate.before'), []);
  const tokens = ids.map((id) => intact.string(id));
  if (!experiment) return { tokens, predictions: [asItIs] };
  const kl = message(locale, 'precision.kl', { kl: formatNumber(divergence(experiment)) });
  const name = message(locale, 'ablate.after', { part: partName(experiment, locale) });
  return { tokens, predictions: [asItIs, predictionOf(experiment.after, ids, name, [kl])] };
}

function predictionOf(trace: Trace, ids: readonly number[], name: string, facts: readonly string[]): Prediction {
  const all = trace.tensor('log_probs').data;
  const [top, best] = [trace.tensor('top_ids').data, trace.tensor('top_log_probs').data];
  const exact = new Map([...top].map((id, place) => [id, best[place]!])); // the whole vocabulary may be stored as halves
  return {
    name,
    facts,
    probabilities: ids.map((id) => Math.exp(exact.get(id) ?? all[id]!)),
    best: trace.string(top[0]!),
  };
}

/** KL(as it is || without the part) in nats, over the whole vocabulary. */
export function divergence({ before, after }: Experiment): number {
  const [p, q] = [before.tensor('log_probs').data, after.tensor('log_probs').data];
  let sum = 0;
  for (let id = 0; id < p.length; id++) sum += Math.exp(p[id]!) * (p[id]! - q[id]!);
  return sum;
}

/** “head 3 of block 2”, “the MLP of block 2”, “the positions”, “the causal mask”. */
function partName({ remove, block, head }: Pick<Experiment, 'remove' | 'block' | 'head'>, locale: Locale): string {
  return message(locale, `ablate.part.${remove}`, { block, head });
}
