import { divergingClass, DIVERGING_TOP } from '../../core/colour';
import { message, messageParts, type MessageKey } from '../../core/messages';
import { formatNumber } from '../../core/numbers';
import { html, type Child } from '../element';
import { arrange } from '../keep';
import type { Context } from '../types';
import { kept, type Sheet } from './sheet';
import { binSize } from './strip';
import { isDense } from './weights';

/** What every mark of the picture means, with the numbers of its scales. */
export function drawLegend(sheet: Sheet): Element {
  const { context, scene, whole } = sheet;
  const said = kept(sheet, 'said of ranges', [], () => html(context, 'span', {}));
  arrange(said, [ranges(sheet)]);
  const of = [...sheet.place, whole, scene.tokens.length, scene.block === null];
  return kept(sheet, 'legend', of, () => list(sheet, said));
}

/** What the strongest colours stand for in the open block: another with each block and head. */
function ranges({ context, styles }: Sheet): string {
  const { stream, embedded, head, written, hidden } = styles;
  const values = Object.entries({ stream, embedded, head, written, hidden }).map(
    ([name, { range }]) => [name, formatNumber(range, 2)] as const,
  );
  return message(context.locale, 'explorer.legend.range', Object.fromEntries(values));
}

function list(sheet: Sheet, said: Element): Element {
  const { context, trace, styles, scene } = sheet;
  const { d_model, d_head, d_mlp } = trace.meta.model.config;
  const { stream, head, hidden } = styles;
  const word = (key: MessageKey, values: Record<string, string | number> = {}): string =>
    message(context.locale, key, values);
  const bins = {
    stream: binSize(d_model, stream.bins),
    head: binSize(d_head, head.bins),
    hidden: binSize(d_mlp, hidden.bins),
  };
  return html(
    context,
    'ul',
    { class: 'gf-x-legend' },
    scene.block && item(context, ramp(context), word('explorer.legend.stripes', bins), ' ', said),
    item(context, mark(context, 'gf-x-mark-flow'), word('explorer.legend.flow')),
    weights(sheet, 'gf-x-on-wide', isDense(sheet) ? 'explorer.legend.weight.cells' : 'explorer.legend.weight.dots'),
    weights(sheet, 'gf-x-on-rail', 'explorer.legend.weight'),
    item(context, ...messageParts<Child>(context.locale, 'explorer.legend.share', shares(context))),
    ...excerpts(sheet),
  );
}

/** The two marks that stand in the sentence on what the parts add. */
const shares = (context: Context): Record<string, Child> => ({
  attention: mark(context, 'gf-x-mark-attention'),
  mlp: mark(context, 'gf-x-mark-mlp'),
});

/** Where a text is too long for the picture: for every width, how much of it is shown. */
function excerpts({ context, layout, scene, first, whole }: Sheet): Element[] {
  const count = scene.tokens.length;
  if (count === whole) return [];
  const values = { count, whole, from: first, to: first + count - 1 };
  const text = message(context.locale, 'explorer.legend.excerpt', values);
  return [html(context, 'li', { class: `gf-x-excerpt gf-x-of-${layout.size}` }, text)];
}

/** What shows attention weights, where the picture has room for it. */
const weights = ({ context }: Sheet, name: string, key: MessageKey): Element =>
  html(context, 'li', { class: name }, mark(context, 'gf-x-mark-weight'), message(context.locale, key));

const item = (context: Context, ...children: Child[]): Element => html(context, 'li', {}, ...children);

const mark = (context: Context, name: string): Element =>
  html(context, 'span', { class: `gf-x-mark ${name}`, 'aria-hidden': 'true' });

function ramp(context: Context): Element {
  const steps = Array.from({ length: 2 * DIVERGING_TOP + 1 }, (_, i) => divergingClass(i - DIVERGING_TOP));
  const colours = steps.map((step) => html(context, 'span', { class: step }));
  return html(context, 'span', { class: 'gf-x-mark gf-x-mark-ramp', 'aria-hidden': 'true' }, ...colours);
}
