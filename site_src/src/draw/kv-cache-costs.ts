import { message, type MessageKey } from '../core/messages';
import { formatCount, formatFixed, formatShare } from '../core/numbers';
import type { ModelConfig } from '../core/types';
import { html, percent } from './element';
import { cacheBytes, multiplyAdds, unembedding, type CacheStep } from './kv-cache-data';
import type { Context } from './types';

/** Milliseconds that one step took in this browser: with the cache, and with the whole text run again. */
export interface Measured {
  /** Tokens of the text that the step follows. */
  readonly seen: number;
  readonly with: number;
  readonly without: number;
}

/** Tokens, multiply-adds, bytes and time of a step, with the cache and without; below them the formulas. */
export function drawCosts(
  config: ModelConfig,
  steps: readonly CacheStep[],
  shown: CacheStep,
  measured: Measured | null,
  context: Context,
): Element {
  const { locale } = context;
  const { n_layer, d_model, d_mlp, d_vocab } = config;
  const { fresh, seen, number } = shown;
  const say = (key: MessageKey, values = {}): string => message(locale, key, values);
  const products = [multiplyAdds(config, fresh, seen), multiplyAdds(config, seen, seen)] as const;
  const together = steps.slice(0, number + 1);
  const sum = (of: (step: CacheStep) => number): string =>
    formatCount(together.reduce((total, step) => total + of(step), 0));
  const values = {
    new: formatCount(fresh),
    seen: formatCount(seen),
    layers: n_layer,
    d: formatCount(d_model),
    mlp: formatCount(d_mlp),
    vocab: formatCount(d_vocab),
  };
  const times = measured?.seen === seen ? ([measured.with, measured.without] as const) : null;
  const duration = (value: number): string => say('kv.milliseconds', { value: formatFixed(value, 1) });
  return html(
    context,
    'div',
    { class: 'gf-kv-costs' },
    html(
      context,
      'table',
      { class: 'gf-kv-counts' },
      html(
        context,
        'thead',
        {},
        html(
          context,
          'tr',
          {},
          ...(['kv.counts', 'kv.with', 'kv.without'] as const).map((key) =>
            html(context, 'th', { scope: 'col' }, say(key)),
          ),
        ),
      ),
      html(
        context,
        'tbody',
        {},
        line(say('kv.tokens'), [fresh, seen], formatCount, context),
        line(say('kv.products'), products, formatCount, context),
        line(say('kv.bytes'), [cacheBytes(config, seen), 0], formatCount, context),
        times && line(say('kv.time'), times, duration, context),
      ),
    ),
    html(context, 'p', { class: 'gf-note' }, say('kv.formulaProducts', values)),
    html(context, 'p', { class: 'gf-note' }, say('kv.formulaBytes', values)),
    html(
      context,
      'p',
      { class: 'gf-note' },
      say('kv.unembedding', { share: formatShare(unembedding(config) / products[0]) }),
    ),
    html(
      context,
      'p',
      { class: 'gf-note' },
      say('kv.all', { with: sum((step) => step.fresh), without: sum((step) => step.seen) }),
    ),
  );
}

function line(
  name: string,
  values: readonly [number, number],
  text: (value: number) => string,
  context: Context,
): Element {
  const most = Math.max(...values, Number.MIN_VALUE);
  const cell = (value: number): Element =>
    html(
      context,
      'td',
      {},
      html(context, 'span', { class: 'gf-number' }, text(value)),
      html(
        context,
        'span',
        { class: 'gf-bar' },
        html(context, 'span', { class: 'gf-fill', style: `width:${percent(value / most)}` }),
      ),
    );
  return html(context, 'tr', {}, html(context, 'th', { scope: 'row' }, name), ...values.map(cell));
}
