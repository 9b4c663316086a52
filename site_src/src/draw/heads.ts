import { sequentialClass, sequentialStep } from '../core/colour';
import { message } from '../core/messages';
import type { Locale, View } from '../core/types';
import type { Trace } from '../trace/types';
import { classes, html, svg } from './element';
import { headOf, measure, type Head, type Measures } from './head';
import { kindOf, type HeadKind } from './head-kinds';
import type { Context } from './types';

/** All heads of a block as small multiples on one scale. Each carries `data-head`. */
export function drawHeads(trace: Trace, view: View, context: Context): Element {
  const count = trace.meta.model.config.n_head;
  const minis = Array.from({ length: count }, (_, head) => mini(trace, headOf(trace, view.block, head), view, context));
  return html(context, 'div', { class: 'gf-heads' }, ...minis);
}

function mini(trace: Trace, head: Head, view: View, context: Context): Element {
  const selected = head.head === view.head;
  const kind = kindOf(trace, head);
  return html(
    context,
    'div',
    {
      class: classes('gf-mini', selected && 'gf-selected'),
      'data-head': head.head,
      'aria-current': selected ? 'true' : null,
    },
    thumbnail(head, miniLabel(head, measure(head), context.locale), context),
    html(context, 'span', { class: 'gf-mini-name' }, message(context.locale, 'attention.head', { head: head.head })),
    kind && html(context, 'span', { class: 'gf-mini-kind' }, kindText(kind, context.locale)),
  );
}

function miniLabel(head: Head, measures: Measures | null, locale: Locale): string {
  const place = { head: head.head, block: head.block };
  if (!measures) return message(locale, 'attention.miniLabelShort', place);
  return message(locale, 'attention.miniLabel', { ...place, ...shares(measures) });
}

/** The measures as whole percentages. */
export function shares({ first, previous, self }: Measures): Readonly<Record<keyof Measures, string>> {
  return { first: wholePercent(first), previous: wholePercent(previous), self: wholePercent(self) };
}

const wholePercent = (value: number): string => (value > 0 && value < 0.005 ? '<1%' : `${Math.round(value * 100)}%`);

/** A head's matrix without labels: one path for each step of the scale, so that it stays small for any text. */
function thumbnail(head: Head, label: string, context: Context): Element {
  const { size } = head;
  const paths = new Map<number, string>();
  for (let query = 0; query < size; query++) {
    for (let key = 0; key <= query;) {
      const step = stepAt(head, query, key);
      const start = key;
      while (key <= query && stepAt(head, query, key) === step) key++;
      paths.set(step, `${paths.get(step) ?? ''}M${start} ${query}h${key - start}v1h${start - key}z`);
    }
  }
  const cells = [...paths]
    .sort(([a], [b]) => a - b)
    .map(([step, d]) => svg(context, 'path', { class: sequentialClass(step), d }));
  return svg(
    context,
    'svg',
    {
      class: 'gf-thumbnail',
      viewBox: `0 0 ${size} ${size}`,
      'shape-rendering': 'crispEdges',
      role: 'img',
      'aria-label': label,
    },
    ...cells,
  );
}

const stepAt = (head: Head, query: number, key: number): number => sequentialStep(head.value('pattern', query, key));

/** What a head was measured to do on this text, in a few words. */
function kindText({ name, share }: HeadKind, locale: Locale): string {
  if (name === 'spread') return message(locale, 'attention.spread');
  return message(locale, 'attention.measure', {
    place: message(locale, `attention.${name}`),
    share: wholePercent(share),
  });
}
