import { message, messageParts } from '../core/messages';
import { formatCount, formatNumber } from '../core/numbers';
import { visibleToken } from '../core/token';
import type { View } from '../core/types';
import type { Trace } from '../trace/types';
import { classes, html, percent, type Child } from './element';
import { drawGelu } from './mlp-chart';
import { neuronsAt, strongestOf, towards, workedNeuron, type Neuron } from './mlp-data';
import { geluFormula, inputFormula } from './mlp-formula';
import { drawNeuron } from './mlp-neuron';
import { number } from './number';
import { quoted, tokenBox, tokenName } from './token-name';
import { tokenText } from './token-text';
import type { Context, FigureKind } from './types';

export interface MlpSpec {
  /** The neuron that is worked out, from 0; null: the strongest at this position. */
  readonly neuron: number | null;
}

/** A block's MLP at one position: its neurons before and after GELU, the strongest ones, and one taken apart. */
export const mlp: FigureKind<MlpSpec> = {
  kind: 'mlp',
  defaults: { neuron: null },

  async load(trace, view) {
    if (trace.hasLayer(view.block)) await trace.layer(view.block);
    if (trace.hasWeights()) await trace.layerWeights(view.block);
  },

  draw(trace, view, context) {
    const neurons = neuronsAt(trace, view);
    if (!neurons) {
      const text = message(context.locale, 'mlp.wait', { block: view.block });
      return html(context, 'div', { class: 'gf-mlp' }, html(context, 'p', { class: 'gf-note' }, text));
    }
    const token = tokenBox(trace, view.position, context);
    const values = { count: formatCount(neurons.length), block: String(view.block), token };
    const chosen = chosenOf(neurons, view);
    return html(
      context,
      'div',
      { class: 'gf-mlp' },
      html(context, 'p', { class: 'gf-part-title' }, ...messageParts<Child>(context.locale, 'mlp.title', values)),
      drawGelu(neurons, chosen.index, context),
      list(trace, view, strongestOf(neurons), chosen, context),
      drawNeuron(trace, view, chosen, context),
    );
  },

  table(trace, view, locale) {
    return {
      caption: message(locale, 'mlp.caption', {
        block: view.block,
        token: quoted(trace.meta.tokens[view.position] ?? '', locale),
        position: view.position,
      }),
      columns: (['neuron', 'before', 'after', 'towards'] as const).map((name) => message(locale, `mlp.column.${name}`)),
      rows: strongestOf(neuronsAt(trace, view) ?? []).map(({ index, before, after }) => [
        String(index),
        formatNumber(before, 4),
        formatNumber(after, 4),
        towards(trace, view.block, index)
          ?.map((id) => visibleToken(trace.string(id)))
          .join('  ') ?? message(locale, 'mlp.unknown'),
      ]),
    };
  },

  describe(trace, view, locale) {
    const neurons = neuronsAt(trace, view);
    if (!neurons) return message(locale, 'mlp.wait', { block: view.block });
    const { index, before, after } = chosenOf(neurons, view);
    return message(locale, 'mlp.describe', {
      block: view.block,
      token: tokenName(trace, view.position, locale),
      neuron: index,
      before: formatNumber(before),
      after: formatNumber(after),
      active: formatCount(neurons.filter((neuron) => neuron.before > 0).length),
      count: formatCount(neurons.length),
    });
  },
};

const chosenOf = (neurons: readonly Neuron[], { neuron }: MlpSpec): Neuron =>
  (neuron === null ? undefined : neurons[neuron]) ?? strongestOf(neurons)[0]!;

/** Tokens that are named beside a neuron. */
const NAMED = 3;

function list(trace: Trace, view: View, strongest: readonly Neuron[], chosen: Neuron, context: Context): Element {
  const { locale } = context;
  const range = Math.max(...strongest.map(({ after }) => after));
  const head = (['neuron', 'before', 'after', 'towards'] as const).map((name) =>
    html(context, 'th', { scope: 'col', class: `gf-${name}` }, message(locale, `mlp.column.${name}`)),
  );
  const lines = strongest.map((neuron) => {
    const { index, before, after } = neuron;
    return html(
      context,
      'tr',
      { class: classes(index === chosen.index && 'gf-selected'), 'data-neuron': index },
      html(context, 'th', { scope: 'row' }, String(index)),
      html(
        context,
        'td',
        {},
        number(context, formatNumber(before), () =>
          inputFormula(index, before, workedNeuron(trace, view, neuron)?.sum ?? null),
        ),
      ),
      html(
        context,
        'td',
        {},
        html(
          context,
          'span',
          { class: 'gf-number' },
          number(context, formatNumber(after), () => geluFormula(before)),
        ),
        html(
          context,
          'span',
          { class: 'gf-bar' },
          html(context, 'span', {
            class: 'gf-fill gf-part-mlp',
            style: `width:${percent(Math.max(0, after / range))}`,
          }),
        ),
      ),
      html(context, 'td', { class: 'gf-token-list' }, ...named(trace, view.block, index, context)),
    );
  });
  return html(
    context,
    'div',
    { class: 'gf-tokens-part' },
    html(context, 'p', { class: 'gf-part-title' }, message(locale, 'mlp.listTitle')),
    html(
      context,
      'table',
      { class: 'gf-ledger gf-neurons' },
      html(context, 'thead', {}, html(context, 'tr', {}, ...head)),
      html(context, 'tbody', {}, ...lines),
    ),
  );
}

function named(trace: Trace, block: number, index: number, context: Context): Child[] {
  const ids = towards(trace, block, index);
  if (!ids) return [html(context, 'span', { class: 'gf-soft' }, message(context.locale, 'mlp.unknown'))];
  return ids.slice(0, NAMED).map((id) => tokenText(context, trace.string(id), 'gf-boxed'));
}
