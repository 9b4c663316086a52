import { message, messageParts } from '../core/messages';
import { formatCount, formatFixed, formatNumber, formatProbability } from '../core/numbers';
import { visibleToken } from '../core/token';
import type { View } from '../core/types';
import type { Trace, Training } from '../trace/types';
import { html, percent, type Child } from './element';
import { weightLegend } from './legend';
import { drawMatrix } from './matrix';
import { quoted, tokenBox } from './token-name';
import { tokenText } from './token-text';
import { drawLoss } from './training-chart';
import { headAt, rowsOf, stageOf, tokensRead, type StageRow } from './training-data';
import type { Context, FigureKind } from './types';

export interface TrainingSpec {
  /** Place of the checkpoint among those that were stored; null: the last one. */
  readonly stage: number | null;
  /** How many tokens are listed. */
  readonly rows: number;
}

/** One text through the training: what each stored checkpoint expects next, where a head looks, and the loss. */
export const training: FigureKind<TrainingSpec> = {
  kind: 'training',
  defaults: { stage: null, rows: 8 },

  async load(trace) {
    if (trace.hasTraining()) await trace.training();
  },

  draw(trace, view, context) {
    const found = trace.loadedTraining();
    const parts = found
      ? stageParts(trace, found, view, context)
      : [html(context, 'p', { class: 'gf-note' }, message(context.locale, 'training.none'))];
    return html(context, 'div', { class: 'gf-training' }, ...parts);
  },

  table(trace, _view, locale) {
    const found = trace.loadedTraining();
    const columns = ['step', 'tokens', 'loss', 'top'] as const;
    return {
      caption: message(locale, 'training.caption', { token: quoted(trace.meta.tokens.at(-1) ?? '', locale) }),
      columns: [
        ...columns.map((name) => message(locale, `training.column.${name}`)),
        message(locale, 'column.probability'),
      ],
      rows: (found?.stages ?? []).map((stage) => {
        const [best] = rowsOf(trace, stage, 1);
        return [
          formatCount(stage.step),
          formatCount(tokensRead(found!, stage)),
          formatFixed(stage.validationLoss, 3),
          visibleToken(best?.token ?? ''),
          formatNumber(best?.probability ?? NaN, 4),
        ];
      }),
    };
  },

  describe(trace, view, locale) {
    const found = trace.loadedTraining();
    if (!found) return message(locale, 'training.none');
    const { stage } = stageOf(found, view.stage);
    const [best] = rowsOf(trace, stage, 1);
    return message(locale, 'training.describe', {
      step: formatCount(stage.step),
      top: quoted(best?.token ?? '', locale),
      probability: formatProbability(best?.probability ?? NaN),
      loss: formatFixed(stage.validationLoss, 2),
    });
  },
};

function stageParts(trace: Trace, found: Training, view: View & TrainingSpec, context: Context): Child[] {
  const { locale } = context;
  const { stage, index } = stageOf(found, view.stage);
  const last = { ...view, position: trace.meta.tokens.length - 1 };
  const head = headAt(trace, stage, view.block, view.head);
  const title = stage.step === 0 ? 'training.untrained' : 'training.title';
  const read = formatCount(tokensRead(found, stage));
  return [
    html(context, 'p', { class: 'gf-stage' }, message(locale, title, { step: formatCount(stage.step), tokens: read })),
    html(
      context,
      'section',
      { class: 'gf-training-predicts' },
      html(
        context,
        'p',
        { class: 'gf-part-title' },
        ...messageParts<Child>(locale, 'training.predicts', {
          token: tokenBox(trace, last.position, context, 'gf-query'),
        }),
      ),
      predictions(rowsOf(trace, stage, view.rows), context),
    ),
    html(
      context,
      'section',
      { class: 'gf-training-loss' },
      html(context, 'p', { class: 'gf-part-title' }, message(locale, 'training.lossTitle')),
      drawLoss(found, index, context),
      html(context, 'p', { class: 'gf-axis-name' }, message(locale, 'training.steps')),
      key(context),
      html(
        context,
        'p',
        { class: 'gf-note' },
        message(locale, 'training.loss', {
          loss: formatFixed(stage.validationLoss, 2),
          choices: formatNumber(Math.exp(stage.validationLoss)),
        }),
      ),
    ),
    html(
      context,
      'section',
      { class: 'gf-training-head gf-attention' },
      html(
        context,
        'p',
        { class: 'gf-part-title' },
        message(locale, 'training.head', { block: view.block, head: view.head }),
      ),
      drawMatrix(trace, view, head, 'pattern', context),
      weightLegend(context),
    ),
  ];
}

/** The bars show the probability itself, from 0 to 1: a model that knows nothing has none. */
function predictions(rows: readonly StageRow[], context: Context): Element {
  const lines = rows.map(({ id, token, probability }) =>
    html(
      context,
      'tr',
      { 'data-token-id': id },
      html(context, 'th', { scope: 'row' }, tokenText(context, token)),
      html(
        context,
        'td',
        { class: 'gf-own' },
        html(context, 'span', { class: 'gf-number' }, formatProbability(probability)),
        html(
          context,
          'span',
          { class: 'gf-bar' },
          html(context, 'span', { class: 'gf-fill', style: `width:${percent(probability)}` }),
        ),
      ),
    ),
  );
  return html(context, 'table', { class: 'gf-probability-table' }, html(context, 'tbody', {}, ...lines));
}

function key(context: Context): Element {
  const entry = (mark: string, name: 'own' | 'held'): Element =>
    html(
      context,
      'span',
      {},
      html(context, 'span', { class: mark, 'aria-hidden': 'true' }),
      message(context.locale, `training.${name}`),
    );
  return html(
    context,
    'p',
    { class: 'gf-key-list' },
    entry('gf-line-key gf-held', 'held'),
    entry('gf-line-key', 'own'),
  );
}
