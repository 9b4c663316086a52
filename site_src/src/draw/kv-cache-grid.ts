import { message } from '../core/messages';
import { formatCount } from '../core/numbers';
import type { Trace } from '../trace/types';
import { classes, html } from './element';
import type { CacheStep } from './kv-cache-data';
import { tokenText } from './token-text';
import type { Context } from './types';

type State = 'computed' | 'reused' | 'again' | 'absent';

/** A row a token, and in each block a box for its keys and one for its values; `data-step` is where a token is new. */
export function drawCache(
  trace: Trace,
  steps: readonly CacheStep[],
  shown: CacheStep,
  reuse: boolean,
  context: Context,
): Element {
  const { n_layer, n_head, d_model } = trace.meta.model.config;
  const { locale } = context;
  const text = trace.meta.tokens.map((token) => ({ token, step: 0 }));
  const written = steps.flatMap(({ number, token }) => (token ? [{ token: token.string, step: number }] : []));
  const rows = [...text, ...written].map(({ token, step }, position) => {
    const state = stateOf(position, shown, reuse);
    const begins = position === 0 || stateOf(position - 1, shown, reuse) !== state; // said once, for all rows below
    return html(
      context,
      'tr',
      { class: classes(`gf-kv-${state}`, step === shown.number && 'gf-selected'), 'data-step': step },
      html(context, 'th', { scope: 'row' }, tokenText(context, token)),
      ...Array.from({ length: n_layer }, () => html(context, 'td', {}, pair(state, context))),
      html(context, 'td', { class: 'gf-kv-state' }, begins ? message(locale, `kv.${state}`) : null),
    );
  });
  const heads = Array.from({ length: n_layer }, (_, block) => html(context, 'th', { scope: 'col' }, String(block)));
  return html(
    context,
    'div',
    { class: 'gf-kv-cache' },
    html(
      context,
      'table',
      { class: 'gf-kv-grid', 'aria-label': message(locale, 'kv.grid') },
      html(
        context,
        'thead',
        {},
        html(
          context,
          'tr',
          {},
          html(context, 'th', { scope: 'col' }, message(locale, 'kv.block')),
          ...heads,
          html(context, 'td', {}),
        ),
      ),
      html(context, 'tbody', {}, ...rows),
    ),
    legend(shown, reuse, context),
    html(
      context,
      'p',
      { class: 'gf-note' },
      message(locale, 'kv.schematic', { numbers: formatCount(d_model), heads: n_head }),
    ),
  );
}

function stateOf(position: number, { seen, fresh }: CacheStep, reuse: boolean): State {
  if (position >= seen) return 'absent';
  if (position >= seen - fresh) return 'computed';
  return reuse ? 'reused' : 'again';
}

function legend({ number }: CacheStep, reuse: boolean, context: Context): Element {
  const states: readonly State[] =
    number === 0 ? ['computed', 'absent'] : ['computed', reuse ? 'reused' : 'again', 'absent'];
  const item = (state: State): Element =>
    html(
      context,
      'span',
      { class: `gf-kv-key gf-kv-${state}` },
      pair(state, context),
      message(context.locale, `kv.${state}`),
    );
  return html(context, 'p', { class: 'gf-note gf-kv-legend' }, ...states.map(item));
}

function pair(state: State, context: Context): Element {
  const box = (name: string): Element =>
    html(context, 'span', { class: `gf-kv-box gf-kv-${name}` }, state === 'absent' ? null : name);
  return html(context, 'span', { class: 'gf-kv-pair' }, box('k'), box('v'));
}
