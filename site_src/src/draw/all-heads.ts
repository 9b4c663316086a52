import { message } from '../core/messages';
import { formatProbability } from '../core/numbers';
import type { Locale, Table, View } from '../core/types';
import type { Trace } from '../trace/types';
import { groupsOf, ON_A_PAGE, spriteOf, type Placed } from './all-heads-data';
import { html } from './element';
import { measure } from './head';
import { inductionOf } from './head-kinds';
import { maskLegend } from './legend';
import type { Context } from './types';

/** The heads of all blocks as small multiples, grouped by what they were measured to do. Each has `data-block` and `data-head`. */
export function drawAllHeads(trace: Trace, view: View, context: Context, pixels = ON_A_PAGE): Element {
  const { locale } = context;
  const { image, columns, rows, side, bin } = spriteOf(trace, pixels);
  const groups = groupsOf(trace).flatMap(({ name, heads }) => [
    html(
      context,
      'p',
      { class: 'gf-part-title' },
      name === null ? message(locale, 'attention.all.unmeasured') : message(locale, `attention.all.${name}`),
      html(
        context,
        'span',
        { class: 'gf-soft' },
        ` ${message(locale, 'attention.all.count', { count: heads.length })}`,
      ),
    ),
    html(context, 'ul', {}, ...heads.map((placed) => thumbnail(placed, view, context))),
  ]);
  const tile = (side + 1) / side;
  return html(
    context,
    'section',
    { class: 'gf-all-heads', style: `--heads:url(${image});--columns:${columns};--rows:${rows};--tile:${tile}` },
    ...groups,
    html(context, 'p', { class: 'gf-note' }, message(locale, 'attention.all.note')),
    bin > 1 ? html(context, 'p', { class: 'gf-note' }, message(locale, 'attention.all.binned', { bin })) : null,
    maskLegend(context),
  );
}

function thumbnail({ head: { block, head } }: Placed, view: View, context: Context): Element {
  const selected = block === view.block && head === view.head;
  return html(
    context,
    'li',
    {
      class: selected ? 'gf-selected' : null,
      'aria-current': selected ? 'true' : null,
      'data-block': block,
      'data-head': head,
    },
    html(context, 'i', { style: `--x:${head};--y:${block}` }),
    `${block}.${head}`,
  );
}

/** The head so many places further in the order of the grid; null past its ends. */
export function headAfter(trace: Trace, { block, head }: View, by: number): { block: number; head: number } | null {
  const order = groupsOf(trace).flatMap(({ heads }) => heads.map((placed) => placed.head));
  const next = order[order.findIndex((one) => one.block === block && one.head === head) + by];
  return next ? { block: next.block, head: next.head } : null;
}

export function allHeadsTable(trace: Trace, locale: Locale): Table {
  const share = (value: number | null | undefined): string =>
    value === null || value === undefined ? '–' : formatProbability(value);
  const places = ['first', 'previous', 'self'] as const;
  return {
    caption: message(locale, 'attention.all.caption'),
    columns: [
      message(locale, 'column.head'),
      message(locale, 'attention.all.kind'),
      ...places.map((place) => message(locale, `attention.${place}`)),
      message(locale, 'attention.induction'),
    ],
    rows: groupsOf(trace).flatMap(({ name, heads }) =>
      heads.map(({ head }) => {
        const measures = measure(head);
        return [
          `${head.block}.${head.head}`,
          name === null ? '–' : message(locale, `attention.${name}`),
          ...places.map((place) => share(measures?.[place])),
          share(inductionOf(trace.meta.tokens, head)),
        ];
      }),
    ),
  };
}

/** Which head is chosen, and what it does. */
export function headSentence(trace: Trace, { block, head }: View, locale: Locale): string {
  const found = groupsOf(trace)
    .flatMap(({ heads }) => heads)
    .find((placed) => placed.head.block === block && placed.head.head === head);
  const title = message(locale, 'attention.title', { block, head });
  if (!found?.kind) return title;
  const { name, share } = found.kind;
  return message(locale, 'attention.all.describe', {
    title,
    kind: message(locale, `attention.all.${name}`),
    share: formatProbability(share),
  });
}
