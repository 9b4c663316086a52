import { message, messageParts } from '../core/messages';
import { formatNumber, formatProbability } from '../core/numbers';
import { visibleToken } from '../core/token';
import type { Locale, View } from '../core/types';
import type { Trace } from '../trace/types';
import { drawComparison, rangeOf, type Prediction } from './comparison';
import { html, type Child } from './element';
import { partName, storedWithout, whatChanges, type Removal, type RemovedPart } from './removal';
import { quoted, tokenBox } from './token-name';
import type { FigureKind } from './types';

/** Two live runs of one text on one variant, and what was removed in the second. */
export interface Experiment extends RemovedPart {
  readonly before: Trace;
  readonly after: Trace;
}

export interface AblateSpec {
  readonly remove: Removal;
  /** How many tokens are listed. */
  readonly rows: number;
  /** Of the reader's own text, once the model has run without the part; of an example that is stored. */
  readonly experiment: Experiment | null;
}

/** The prediction after the last token, as the model is and without one of its parts. */
export const ablate: FigureKind<AblateSpec> = {
  kind: 'ablate',
  defaults: { remove: 'head', rows: 8, experiment: null },

  async load(trace) {
    if (trace.hasAblations()) await trace.ablations();
  },

  draw(trace, view, context) {
    const { locale } = context;
    const shown = view.experiment?.before ?? trace;
    const { tokens, predictions } = compare(trace, view, locale);
    const token = tokenBox(shown, shown.meta.tokens.length - 1, context, 'gf-query');
    const max = formatProbability(rangeOf(predictions));
    const note =
      predictions.length > 1
        ? `${message(locale, 'ablate.note', { max })} ${message(locale, view.experiment ? 'ablate.run' : 'ablate.stored')}`
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
    const part = view.experiment ?? view;
    const { predictions, kl } = compare(trace, view, locale);
    const [before, after] = predictions;
    if (!before || !after || kl === null) return message(locale, 'ablate.live', { part: partName(part, locale) });
    return whatChanges(part, kl, before.best, after.best, locale);
  },
};

interface Comparison {
  readonly tokens: readonly string[];
  /** As the model is; and without the part, where that is known. */
  readonly predictions: readonly Prediction[];
  readonly kl: number | null;
}

function compare(trace: Trace, view: View & AblateSpec, locale: Locale): Comparison {
  const { experiment, rows } = view;
  const intact = experiment?.before ?? trace;
  const ids = [...intact.tensor('top_ids').data.slice(0, rows)];
  const tokens = ids.map((id) => intact.string(id));
  const asItIs = { name: message(locale, 'ablate.before'), facts: [], ...seen(intact, ids) };
  const removed = experiment
    ? { kl: divergence(experiment), ...seen(experiment.after, ids) }
    : storedSeen(trace, view, rows);
  if (!removed) return { tokens, predictions: [asItIs], kl: null };
  const { kl, ...without } = removed;
  const name = message(locale, 'ablate.after', { part: partName(experiment ?? view, locale) });
  const facts = [message(locale, 'precision.kl', { kl: formatNumber(kl) })];
  return { tokens, predictions: [asItIs, { name, facts, ...without }], kl };
}

type Seen = Pick<Prediction, 'probabilities' | 'best'>;

function seen(trace: Trace, ids: readonly number[]): Seen {
  const all = trace.tensor('log_probs').data;
  const [top, best] = [trace.tensor('top_ids').data, trace.tensor('top_log_probs').data];
  const exact = new Map([...top].map((id, place) => [id, best[place]!])); // the whole vocabulary may be stored as halves
  return { probabilities: ids.map((id) => Math.exp(exact.get(id) ?? all[id]!)), best: trace.string(top[0]!) };
}

/** The same as the trace keeps it of the model without the part, with its distance; null where it does not. */
function storedSeen(trace: Trace, part: RemovedPart, rows: number): (Seen & { readonly kl: number }) | null {
  const stored = storedWithout(trace, part);
  return stored && { kl: stored.kl, best: stored.best, probabilities: stored.logProbs.slice(0, rows).map(Math.exp) };
}

/** KL(as it is || without the part) in nats, over the whole vocabulary. */
export function divergence({ before, after }: Experiment): number {
  const [p, q] = [before.tensor('log_probs').data, after.tensor('log_probs').data];
  let sum = 0;
  for (let id = 0; id < p.length; id++) sum += Math.exp(p[id]!) * (p[id]! - q[id]!);
  return sum;
}
