import { message } from '../core/messages';
import { formatCount, formatNumber } from '../core/numbers';
import type { View } from '../core/types';
import type { Trace } from '../trace/types';
import { html } from './element';
import { workedNeuron, type Moved, type Neuron } from './mlp-data';
import { movedFormula } from './mlp-formula';
import { number, type Formula } from './number';
import { bar, drawSum } from './products';
import { tokenText } from './token-text';
import type { Context } from './types';

const LN_2 = ['resid_pre', 'attn_out', 'ln2_scale', 'ln_2_weight', 'ln_2_bias'] as const;

/** Tokens that are listed on each side. */
const LISTED = 6;

/** One neuron: the products that it adds up, what GELU makes of them, and which tokens it writes towards. */
export function drawNeuron(trace: Trace, view: View, neuron: Neuron, context: Context): Element {
  const { locale } = context;
  const worked = workedNeuron(trace, view, neuron);
  const title = html(
    context,
    'p',
    { class: 'gf-part-title' },
    message(locale, 'mlp.workedTitle', { neuron: neuron.index }),
  );
  if (!worked) {
    const text = message(locale, 'mlp.noWeights', { neuron: neuron.index });
    return html(context, 'div', { class: 'gf-tokens-part' }, title, html(context, 'p', { class: 'gf-note' }, text));
  }
  const values = { before: formatNumber(neuron.before, 4), after: formatNumber(neuron.after, 4) };
  const range = Math.max(...[...worked.raises, ...worked.lowers].map(({ logit }) => Math.abs(logit)));
  const explain = (moved: Moved): Formula => movedFormula(neuron.after, worked.scale, moved);
  return html(
    context,
    'div',
    { class: 'gf-tokens-part' },
    title,
    html(context, 'p', {}, message(locale, 'mlp.workedIn', { size: formatCount(worked.size) })),
    drawSum(worked.sum, { name: 'x · w + b', x: 'ln_2(x)', from: [LN_2, ['W_in'], ['b_in']] }, context),
    html(context, 'p', { class: 'gf-readout' }, message(locale, 'mlp.workedGelu', values)),
    html(context, 'p', {}, message(locale, 'mlp.workedOut')),
    html(
      context,
      'div',
      { class: 'gf-moved-pair' },
      movedTable('raises', worked.raises, explain, trace, range, context),
      movedTable('lowers', worked.lowers, explain, trace, range, context),
    ),
  );
}

function movedTable(
  side: 'raises' | 'lowers',
  moved: readonly Moved[],
  explain: (moved: Moved) => Formula,
  trace: Trace,
  range: number,
  context: Context,
): Element {
  const lines = moved.slice(0, LISTED).map((token) => {
    const { id, logit } = token;
    const shown = number(context, `${logit > 0 ? '+' : ''}${formatNumber(logit)}`, () => explain(token));
    return html(
      context,
      'tr',
      {},
      html(context, 'th', { scope: 'row' }, tokenText(context, trace.string(id))),
      html(context, 'td', { class: 'gf-number' }, shown),
      html(context, 'td', {}, bar(logit, range, context)),
    );
  });
  return html(
    context,
    'table',
    { class: 'gf-products' },
    html(context, 'caption', {}, message(context.locale, `mlp.${side}`)),
    html(context, 'tbody', {}, ...lines),
  );
}
