import { message } from '../core/messages';
import { formatNumber, formatProbability } from '../core/numbers';
import { visibleToken } from '../core/token';
import type { Locale, Table, View } from '../core/types';
import type { Trace } from '../trace/types';
import { allHeadsTable, drawAllHeads, headSentence } from './all-heads';
import { html } from './element';
import { headOf, measure, STEPS, strongestKey, type Head, type Step } from './head';
import { drawHeads, shares } from './heads';
import { scoreLegend, weightLegend } from './legend';
import { drawMatrix, stepName } from './matrix';
import { scaleOf } from './scale';
import { drawRowSentence, rowSentence } from './sentence';
import { drawSteps } from './steps';
import { positionNote, quoted } from './token-name';
import type { Context, FigureKind } from './types';
import { weightText } from './weight-text';

export interface AttentionSpec {
  /** All heads of the block, the chosen head, or both; or all heads of all blocks. */
  readonly show: 'heads' | 'head' | 'both' | 'all';
  /** Which of the four steps the chosen head's matrix shows. */
  readonly step: Step;
}

/** A block's heads as small multiples; the chosen head's matrix; its selected row through the four steps. */
export const attention: FigureKind<AttentionSpec> = {
  kind: 'attention',
  defaults: { show: 'both', step: 'pattern' },

  async load(trace, view) {
    if (showsHead(view) && trace.hasLayer(view.block)) await trace.layer(view.block);
  },

  draw(trace, view, context) {
    return html(
      context,
      'div',
      { class: 'gf-attention' },
      view.show === 'all' ? drawAllHeads(trace, view, context) : null,
      view.show === 'heads' || view.show === 'both' ? headsPart(trace, view, context) : null,
      showsHead(view) ? headPart(trace, view, context) : null,
    );
  },

  table(trace, view, locale) {
    if (view.show === 'all') return allHeadsTable(trace, locale);
    return view.show === 'heads' ? headsTable(trace, view, locale) : rowTable(trace, view, locale);
  },

  describe: (trace, view, locale) =>
    view.show === 'all'
      ? headSentence(trace, view, locale)
      : rowSentence(trace, view, headOf(trace, view.block, view.head), locale),
};

/** Whether one head's matrix is drawn. */
export const showsHead = ({ show }: AttentionSpec): boolean => show === 'head' || show === 'both';

function headsPart(trace: Trace, view: View & AttentionSpec, context: Context): Element {
  const legend = view.show === 'heads' ? weightLegend(context) : null;
  const note = html(context, 'p', { class: 'gf-note' }, message(context.locale, 'attention.kinds'));
  return html(context, 'section', { class: 'gf-heads-part' }, drawHeads(trace, view, context), note, legend);
}

function headPart(trace: Trace, view: View & AttentionSpec, context: Context): Element {
  const head = headOf(trace, view.block, view.head);
  const step = head.hasScores ? view.step : 'pattern';
  const { locale } = context;
  const title = message(locale, 'attention.title', { block: view.block, head: view.head });
  const legend =
    step === 'pattern'
      ? weightLegend(context)
      : scoreLegend(context, stepName(head, step, locale), scaleOf(head, step).range, step === 'masked');
  return html(
    context,
    'section',
    { class: 'gf-head-part' },
    html(
      context,
      'div',
      { class: 'gf-matrix-part' },
      html(context, 'p', { class: 'gf-part-title' }, `${title}: ${stepName(head, step, locale)}`),
      drawMatrix(trace, view, head, step, context),
      drawRowSentence(trace, view, head, context),
      step === 'pattern' ? measuresNote(head, context) : null,
      legend,
    ),
    drawSteps(trace, view, head, step, context),
  );
}

/** Where the head's weight goes on average: what a reader needs to see an attention sink. */
function measuresNote(head: Head, context: Context): Element | null {
  const measures = measure(head);
  return (
    measures &&
    html(context, 'p', { class: 'gf-note' }, message(context.locale, 'attention.measures', shares(measures)))
  );
}

const heads = (trace: Trace, block: number): Head[] =>
  Array.from({ length: trace.meta.model.config.n_head }, (_, head) => headOf(trace, block, head));

function rowTable(trace: Trace, view: View, locale: Locale): Table {
  const head = headOf(trace, view.block, view.head);
  const steps = head.hasScores ? STEPS : (['pattern'] as const);
  const text = (step: Step, key: number): string =>
    step === 'pattern'
      ? weightText(head, view.position, key, 4)
      : formatNumber(head.value(step, view.position, key), 4);
  return {
    caption: message(locale, 'attention.rowCaption', {
      block: view.block,
      head: view.head,
      query: quoted(trace.meta.tokens[view.position] ?? '', locale),
      position: view.position,
    }),
    columns: [
      message(locale, 'column.position'),
      message(locale, 'column.key'),
      ...steps.map((step) => (step === 'pattern' ? message(locale, 'column.weight') : stepName(head, step, locale))),
    ],
    rows: trace.meta.tokens.map((token, key) => [
      String(key),
      visibleToken(token),
      ...steps.map((step) => text(step, key)),
    ]),
  };
}

function headsTable(trace: Trace, view: View, locale: Locale): Table {
  const query = quoted(trace.meta.tokens[view.position] ?? '', locale);
  return {
    caption: message(locale, 'attention.headsCaption', { block: view.block, query, position: view.position }),
    columns: [
      ...(
        [
          'column.head',
          'attention.first',
          'attention.previous',
          'attention.self',
          'attention.column.strongest',
          'column.weight',
        ] as const
      ).map((key) => message(locale, key)),
    ],
    rows: heads(trace, view.block).map((head) => {
      const measures = measure(head);
      const key = strongestKey(head, view.position);
      return [
        String(head.head),
        ...(['first', 'previous', 'self'] as const).map((place) =>
          measures ? formatProbability(measures[place]) : '–',
        ),
        visibleToken(trace.meta.tokens[key] ?? '') + positionNote(trace, key, locale),
        weightText(head, view.position, key, 4),
      ];
    }),
  };
}
