import { message, type MessageKey } from '../core/messages';
import type { Locale, View } from '../core/types';
import type { Trace } from '../trace/types';
import { html } from './element';
import { headOf } from './head';
import { weightLegend } from './legend';
import { drawMatrix } from './matrix';
import { tokenName } from './token-name';
import type { FigureKind } from './types';
import { weightText } from './weight-text';

export interface QuizSpec {
  readonly type: 'choice' | 'number' | 'cell' | 'pick';
  /** Of a choice its place, of a number its value; each [query, key] that is right, or each [block] or [head]. */
  readonly answer: number | readonly (readonly number[])[];
}

/** The matrix that a question about a cell is asked in. The page covers its values until the answer is shown. */
export const quiz: FigureKind<QuizSpec> = {
  kind: 'quiz',
  defaults: { type: 'cell', answer: [] },

  async load(trace, view) {
    if (trace.hasLayer(view.block)) await trace.layer(view.block);
  },

  draw(trace, view, context) {
    const matrix = drawMatrix(trace, view, headOf(trace, view.block, view.head), 'pattern', context);
    // The matrix's own name says which weight is the largest.
    matrix.querySelector('.gf-matrix')!.setAttribute('aria-label', say(view, 'quiz.matrix', context.locale));
    const title = html(context, 'p', { class: 'gf-part-title' }, say(view, 'attention.title', context.locale));
    return html(context, 'div', { class: 'gf-attention gf-quiz-matrix' }, title, matrix, weightLegend(context));
  },

  /** Its caption is the answer in words. */
  table: (trace, view, locale) => ({ caption: answerOf(trace, view, locale), columns: [], rows: [] }),

  describe: (_trace, view, locale) => say(view, 'quiz.matrix', locale),
};

const say = ({ block, head }: View, key: MessageKey, locale: Locale): string => message(locale, key, { block, head });

function answerOf(trace: Trace, view: View & QuizSpec, locale: Locale): string {
  const cells = typeof view.answer === 'number' ? [] : view.answer;
  const [first] = cells;
  if (!first || cells.length > 1) return message(locale, 'quiz.masked');
  const [query, key] = first as readonly [number, number];
  return message(locale, key > query ? 'attention.cellMasked' : 'attention.cell', {
    query: tokenName(trace, query, locale),
    key: tokenName(trace, key, locale),
    weight: weightText(headOf(trace, view.block, view.head), query, key),
  });
}
