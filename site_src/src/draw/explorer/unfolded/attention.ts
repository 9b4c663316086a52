import { formatNumber } from '../../../core/numbers';
import { attention } from '../../attention';
import { html, percent } from '../../element';
import { headOf, strongestKey, type Head, type Step } from '../../head';
import { exact, factor, number, type Formula } from '../../number';
import { stepFormula } from '../../step-formula';
import { tokenBox, tokenName } from '../../token-name';
import { largest } from '../../vector';
import { drawProducts } from './products';
import { note, step, word, words, type Stage } from './stage';
import { drawVector } from './vector';

/** One head: the pair's products, the four steps to the weights, and the weighted sum of the values. */
export function drawAttentionSteps(stage: Stage, shown: Step): Element {
  const { context, trace, view, block } = stage;
  const head = headOf(trace, view.block, view.head);
  const key = Math.min(view.key ?? strongestKey(head, view.position), trace.meta.tokens.length - 1);
  const pair = { key: tokenBox(trace, key, context, 'gf-key') };
  return html(
    context,
    'div',
    { class: 'gf-u-whole' },
    attention.draw(trace, { ...view, show: 'head', step: shown }, context),
    html(
      context,
      'div',
      { class: 'gf-u-steps' },
      step(
        stage,
        words(stage, 'unfolded.attention.pair', pair),
        drawProducts(stage, {
          names: ['q', 'k'],
          a: block.q[view.position]!,
          b: block.k[key]!,
          bias: null,
          result: 'q·k',
          from: [['q'], ['k']],
        }),
      ),
      step(
        stage,
        words(stage, 'unfolded.attention.sum'),
        drawSum(stage, head),
        note(stage, word(stage, 'unfolded.attention.sumNote')),
      ),
    ),
  );
}

/** The values with their weights; and z, the sum. */
function drawSum(stage: Stage, head: Head): Element {
  const { context, trace, view, block } = stage;
  const z = block.z[view.position]!;
  const parts = trace.meta.tokens
    .slice(0, view.position + 1)
    .map((_, key) => ({ key, weight: head.value('pattern', view.position, key) }))
    .sort((a, b) => b.weight - a.weight);
  const listed = parts.slice(0, SHOWN);
  const range = Math.max(largest(z), ...listed.map(({ key }) => largest(block.v[key]!)));
  const rows = listed.map(({ key, weight }) =>
    html(
      context,
      'div',
      { class: 'gf-u-weighted', 'data-query': view.position, 'data-key': key },
      html(
        context,
        'span',
        { class: 'gf-bar' },
        html(context, 'span', { class: 'gf-fill', style: `left:0;width:${percent(weight)}` }),
      ),
      html(
        context,
        'span',
        { class: 'gf-number' },
        number(context, formatNumber(weight), () => stepFormula(head, 'pattern', view.position, key)),
        ' ×',
      ),
      drawVector(stage, {
        name: `v ${tokenName(trace, key, context.locale)}`,
        kind: 'gf-x-v',
        values: block.v[key]!,
        range,
        explain: (i) => ({ text: `v[${i}] = ${exact(block.v[key]![i]!)}`, from: ['v'] }),
      }),
    ),
  );
  const others = parts.length - listed.length;
  const explain = (i: number): Formula => {
    const terms = listed.map(({ key, weight }) => `${exact(weight)} × ${factor(block.v[key]![i]!)}`);
    const rest = z[i]! - listed.reduce((sum, { key, weight }) => sum + weight * block.v[key]![i]!, 0);
    return { text: `${terms.join(' + ')}${others > 0 ? ` + ${factor(rest)}` : ''} = ${exact(z[i]!)}`, from: FROM_SUM };
  };
  return html(
    context,
    'div',
    {},
    ...rows,
    others > 0 ? note(stage, word(stage, 'unfolded.attention.others', { count: others })) : null,
    drawVector(stage, { name: 'z', values: z, range, explain }),
  );
}

const FROM_SUM = ['scores', 'v'] as const;
const SHOWN = 4;
