import type { WrittenToken } from '../core/generation';
import { message, messageParts } from '../core/messages';
import { formatCount } from '../core/numbers';
import { visibleToken } from '../core/token';
import type { Trace } from '../trace/types';
import { html, type Child } from './element';
import { drawCosts, type Measured } from './kv-cache-costs';
import { cacheBytes, multiplyAdds, stepsOf, type CacheStep } from './kv-cache-data';
import { drawCache } from './kv-cache-grid';
import { tokenText } from './token-text';
import type { Context, FigureKind } from './types';

export interface KvCacheSpec {
  /** What is written after the text; null: what is stored with it. */
  readonly line: readonly WrittenToken[] | null;
  /** Which run is shown: 0 the prefill, then the decode steps. */
  readonly step: number;
  /** Whether keys and values of earlier tokens are reused. */
  readonly reuse: boolean;
  /** What this browser took; null where nothing was measured. */
  readonly measured: Measured | null;
}

/** Which keys and values a run computes and which it keeps, with what that costs. */
export const kvCache: FigureKind<KvCacheSpec> = {
  kind: 'kv-cache',
  defaults: { line: null, step: 3, reuse: true, measured: null },

  async load(trace) {
    if (trace.hasContinuation()) await trace.continuation();
  },

  draw(trace, view, context) {
    const steps = cacheSteps(trace, view);
    const step = shownStep(steps, view);
    return html(
      context,
      'div',
      { class: 'gf-kv' },
      heading(step, context),
      drawCache(trace, steps, step, view.reuse, context),
      drawCosts(trace.meta.model.config, steps, step, view.measured, context),
    );
  },

  table(trace, view, locale) {
    const { config } = trace.meta.model;
    const keys = ['step', 'token', 'with', 'without', 'productsWith', 'productsWithout', 'bytes'] as const;
    return {
      caption: message(locale, 'kv.caption'),
      columns: keys.map((key) => message(locale, `kv.column.${key}`)),
      rows: cacheSteps(trace, view).map(({ number, token, fresh, seen }) => [
        String(number),
        token ? visibleToken(token.string) : '–',
        formatCount(fresh),
        formatCount(seen),
        formatCount(multiplyAdds(config, fresh, seen)),
        formatCount(multiplyAdds(config, seen, seen)),
        formatCount(cacheBytes(config, seen)),
      ]),
    };
  },

  describe(trace, view, locale) {
    const { number, seen, fresh } = shownStep(cacheSteps(trace, view), view);
    const computed = view.reuse ? fresh : seen;
    const values = { step: number, tokens: seen, computed, reused: seen - computed };
    return message(locale, number === 0 ? 'kv.describePrefill' : 'kv.describe', {
      ...values,
      layers: trace.meta.model.config.n_layer,
    });
  },
};

export const cacheSteps = (trace: Trace, view: Pick<KvCacheSpec, 'line'>): CacheStep[] =>
  stepsOf(trace, view.line ?? trace.loadedContinuation() ?? []);

export const shownStep = (steps: readonly CacheStep[], { step }: Pick<KvCacheSpec, 'step'>): CacheStep =>
  steps[Math.min(step, steps.length - 1)]!;

function heading({ number, token, gives }: CacheStep, context: Context): Element {
  const { locale } = context;
  const title: Child[] = token
    ? messageParts<Child>(locale, 'kv.decode', {
        step: String(number),
        token: tokenText(context, token.string, 'gf-boxed'),
      })
    : [message(locale, 'kv.prefill')];
  const next = gives && messageParts<Child>(locale, 'kv.next', { token: tokenText(context, gives.string, 'gf-boxed') });
  return html(
    context,
    'p',
    { class: 'gf-part-title' },
    html(context, 'span', {}, ...title),
    next && html(context, 'span', { class: 'gf-soft' }, ...next),
  );
}
