import { message } from '../core/messages';
import { formatNumber } from '../core/numbers';
import type { View } from '../core/types';
import type { Trace } from '../trace/types';
import { linearAxis, logAxis, type Axis } from './axis';
import { at, drawChart, type Line } from './chart';
import { classes, html, percent } from './element';
import { lengthsAt, PARTS } from './residual-data';
import { tokenName } from './token-name';
import type { Context } from './types';

/** Where one token's stream is this many times as long as another's ever is, a scale in proportion would hide the short. */
const FAR_APART = 10;

/** The stream's length after each addition: the chosen token's as the thick line that it is, the others' thin. */
export function drawLengths(trace: Trace, view: View, context: Context): Element {
  const streams = trace.meta.tokens.map((_, position) => lengthsAt(trace, position));
  const { axis, isLog } = axisOf(streams);
  const chosen = streams[view.position]!;
  const steps = chosen.length - 1;
  const lineOf = (stream: readonly number[], name: string): Line => ({
    name,
    points: stream.map((length, i) => [i / steps, axis.place(length)]),
  });
  const others = streams.filter((_, position) => position !== view.position);
  const chart = drawChart(
    {
      label: message(context.locale, 'residual.chartLabel', {
        token: tokenName(trace, view.position, context.locale),
        start: formatNumber(chosen[0]!),
        end: formatNumber(chosen[steps]!),
      }),
      y: axis,
      lines: [...others.map((stream) => lineOf(stream, 'gf-thin')), lineOf(chosen, 'gf-stream')],
      ground: blocks(trace).map(({ block, from, to }) =>
        html(context, 'span', {
          class: classes('gf-band', block === view.block && 'gf-selected'),
          style: `left:${percent(from)};width:${percent(to - from)}`,
          'data-block': block,
        }),
      ),
      marks: chosen.slice(1).map((length, i) =>
        html(context, 'span', {
          class: `gf-dot gf-part-${PARTS[i % PARTS.length]!}`,
          style: at((i + 1) / steps, axis.place(length)),
        }),
      ),
      below: blocks(trace).map(({ block, from, to }) => ({
        from,
        to,
        text: String(block),
        ...(block === view.block ? { name: 'gf-selected' } : {}),
      })),
    },
    context,
  );
  const scale = message(context.locale, isLog ? 'residual.log' : 'residual.linear');
  return html(
    context,
    'div',
    { class: 'gf-lengths' },
    chart,
    html(context, 'p', { class: 'gf-axis-name' }, message(context.locale, 'residual.blocks')),
    legend(context),
    html(context, 'p', { class: 'gf-note' }, scale),
  );
}

function axisOf(streams: readonly (readonly number[])[]): { axis: Axis; isLog: boolean } {
  const longest = streams.map((stream) => Math.max(...stream));
  const isLog = Math.max(...longest) > FAR_APART * Math.min(...longest);
  const axis = isLog
    ? logAxis(Math.min(...streams.flat()), Math.max(...longest))
    : linearAxis(0, Math.max(...longest) * 1.05);
  return { axis, isLog };
}

/** Each block's part of the width. */
function blocks(trace: Trace): { block: number; from: number; to: number }[] {
  const { n_layer } = trace.meta.model.config;
  return Array.from({ length: n_layer }, (_, block) => ({ block, from: block / n_layer, to: (block + 1) / n_layer }));
}

function legend(context: Context): Element {
  const entry = (mark: string, key: 'attn' | 'mlp' | 'chosen' | 'other'): Element =>
    html(
      context,
      'span',
      {},
      html(context, 'span', { class: mark, 'aria-hidden': 'true' }),
      message(context.locale, `residual.${key}`),
    );
  return html(
    context,
    'p',
    { class: 'gf-key-list' },
    entry('gf-line-key gf-thick', 'chosen'),
    entry('gf-line-key', 'other'),
    entry('gf-dot-key gf-part-attn', 'attn'),
    entry('gf-dot-key gf-part-mlp', 'mlp'),
  );
}
