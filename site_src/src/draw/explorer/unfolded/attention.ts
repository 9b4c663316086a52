import { formatNumber } from '../../../core/numbers';
import { attention } from '../../attention';
import { html, percent } from '../../element';
import { headOf, strongestKey } from '../../head';
import type { Step } from '../../head';
import { tokenBox, tokenName } from '../../token-name';
import { drawProducts } from './products';
import { note, step, word, words, type Stage } from './stage';
import { drawVector, largest } from './vector';

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
        }),
      ),
      step(
        stage,
        words(stage, 'unfolded.attention.sum'),
        drawSum(stage),
        note(stage, word(stage, 'unfolded.attention.sumNote')),
      ),
    ),
  );
}

/** The values with their weights; and z, the sum. */
function drawSum(stage: Stage): Element {
  const { context, trace, view, block } = stage;
  const head = headOf(trace, view.block, view.head);
  const z = block.z[view.position]!;
  const parts = trace.meta.tokens.slice(0, view.position + 1).map((_, key) => ({
    key,
    weight: head.value('pattern', view.position, key),
  }));
  const listed = [...parts].sort((a, b) => b.weight - a.weight).slice(0, SHOWN);
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
      html(context, 'span', { class: 'gf-number' }, `${formatNumber(weight)} ×`),
      drawVector(stage, {
        name: `v ${tokenName(trace, key, context.locale)}`,
        kind: 'gf-x-v',
        values: block.v[key]!,
        range,
      }),
    ),
  );
  const others = parts.length - listed.length;
  return html(
    context,
    'div',
    {},
    ...rows,
    others > 0 ? note(stage, word(stage, 'unfolded.attention.others', { count: others })) : null,
    drawVector(stage, { name: 'z', values: z, range }),
  );
}

const SHOWN = 4;
