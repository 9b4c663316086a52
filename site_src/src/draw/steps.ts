import { message, messageParts } from '../core/messages';
import { formatFixed } from '../core/numbers';
import type { View } from '../core/types';
import type { Trace } from '../trace/types';
import { classes, html, percent, type Child } from './element';
import { rowOf, STEPS, type Head, type Step } from './head';
import { number } from './number';
import { stepFormula } from './step-formula';
import { tokenBox } from './token-name';
import { tokenText } from './token-text';
import type { Context } from './types';
import { weightText } from './weight-text';
import { drawWorked } from './worked';

/** The selected query's row through the four steps, a line a key; then one key worked out. Cells carry `data-query` and `data-key`. */
export function drawSteps(trace: Trace, view: View, head: Head, step: Step, context: Context): Element {
  if (!head.hasScores) {
    const text = message(context.locale, 'attention.stepsWait', { block: head.block });
    return html(context, 'p', { class: 'gf-steps gf-note' }, text);
  }
  const query = tokenBox(trace, view.position, context, 'gf-query');
  return html(
    context,
    'div',
    { class: 'gf-steps' },
    html(
      context,
      'p',
      { class: 'gf-part-title' },
      ...messageParts<Child>(context.locale, 'attention.stepsTitle', { query }),
    ),
    html(context, 'div', { class: 'gf-steps-scroll' }, stepsTable(trace, view, head, step, context)),
    drawWorked(trace, view, head, context),
  );
}

function stepsTable(trace: Trace, view: View, head: Head, step: Step, context: Context): Element {
  const ranges = STEPS.map((name) =>
    Math.max(...rowOf(head, name, view.position).filter(Number.isFinite).map(Math.abs)),
  );
  const lines = trace.meta.tokens.map((token, key) =>
    html(
      context,
      'tr',
      { class: classes(key === view.key && 'gf-selected', key > view.position && 'gf-later') },
      html(
        context,
        'th',
        { scope: 'row', 'data-query': view.position, 'data-key': key },
        tokenText(context, token, 'gf-key'),
      ),
      ...STEPS.map((name, i) => stepCell(context, head, view.position, key, name, ranges[i]!, name === step)),
    ),
  );
  return html(
    context,
    'table',
    { class: 'gf-steps-table' },
    html(context, 'thead', {}, stepsHead(head, step, context)),
    html(context, 'tbody', {}, ...lines),
  );
}

function stepsHead(head: Head, step: Step, context: Context): Element {
  const cells = STEPS.map((name, i) =>
    html(
      context,
      'th',
      { scope: 'col', class: classes(name === step && 'gf-current'), 'data-step': name },
      html(
        context,
        'span',
        { class: 'gf-step-name' },
        `${i + 1} ${message(context.locale, `attention.short.${name}`)}`,
      ),
      html(context, 'span', {}, message(context.locale, `attention.formula.${name}`, { size: head.d_head })),
    ),
  );
  return html(
    context,
    'tr',
    {},
    html(context, 'th', { scope: 'col' }, message(context.locale, 'attention.keys')),
    ...cells,
  );
}

function stepCell(
  context: Context,
  head: Head,
  query: number,
  key: number,
  step: Step,
  range: number,
  current: boolean,
): Element {
  const value = head.value(step, query, key);
  const masked = key > query && (step === 'masked' || step === 'pattern');
  const text = step === 'pattern' ? weightText(head, query, key) : formatFixed(value, range < 100 ? 2 : 1);
  return html(
    context,
    'td',
    { class: classes(masked && 'gf-masked', current && 'gf-current'), 'data-query': query, 'data-key': key },
    html(
      context,
      'span',
      { class: 'gf-number' },
      masked ? text : number(context, text, () => stepFormula(head, step, query, key)),
    ),
    masked ? null : step === 'pattern' ? weightBar(context, value) : signedBar(context, value, range),
  );
}

function weightBar(context: Context, weight: number): Element {
  return html(
    context,
    'span',
    { class: 'gf-bar' },
    html(context, 'span', { class: 'gf-fill', style: `width:${percent(weight)}` }),
  );
}

/** A bar to the left or right of a zero line in the middle; `range` is half of the width. */
function signedBar(context: Context, value: number, range: number): Element {
  const length = range > 0 ? Math.abs(value) / range / 2 : 0;
  const side = value < 0 ? 'right' : 'left';
  const style = `${side}:50%;width:${percent(length)}`;
  const fill = html(context, 'span', { class: classes('gf-fill', value < 0 ? 'gf-negative' : 'gf-positive'), style });
  return html(context, 'span', { class: 'gf-bar gf-signed' }, fill);
}
