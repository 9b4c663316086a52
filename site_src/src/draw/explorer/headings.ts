import { message, type MessageKey } from '../../core/messages';
import { classes, svg, type Child } from '../element';
import type { Span } from './layout';
import type { Part } from './parts';
import type { Sheet } from './sheet';

/** What each part is called, in the field's terms. A heading opens its part. */
export function drawHeadings(sheet: Sheet): Element {
  const { context, layout, view } = sheet;
  const { stations: s, plane, size } = layout;
  const word = (key: MessageKey): string => message(context.locale, key, { head: view.head });
  const letter = (name: string): Element => svg(context, 'tspan', { class: `gf-x-letter gf-x-${name}` }, name);
  return svg(
    context,
    'g',
    { class: 'gf-x-headings' },
    plane.vertical ? null : title(sheet),
    size === 'small' ? null : heading(sheet, s.embed, 'embedding', word('explorer.embed')),
    size === 'small' ? null : heading(sheet, s.ln1, 'ln1', 'ln_1'),
    heading(sheet, s.qkv, 'qkv', letter('q'), ' ', letter('k'), ' ', letter('v')),
    s.weights.du ? heading(sheet, s.weights, 'attention', word('explorer.weights')) : null,
    heading(
      sheet,
      s.ribbons,
      'attention',
      word(plane.vertical || size === 'small' ? 'explorer.head' : 'explorer.flows'),
    ),
    heading(sheet, s.z, 'output', 'z'),
    heading(sheet, s.attention, 'output', 'W', svg(context, 'tspan', { class: 'gf-x-index', dy: '0.25em' }, 'O')),
    size === 'small' ? null : heading(sheet, s.ln2, 'ln2', 'ln_2'),
    heading(sheet, { u: s.hidden.u, du: s.mlp.u + s.mlp.du - s.hidden.u }, 'mlp', 'MLP'),
    heading(sheet, s.final, 'final', 'ln_f'),
  );
}

function title({ context, layout, view }: Sheet): Element {
  const { blocks, plane, top } = layout;
  const place = plane.spot(blocks[view.block]!.u + 16, top - 70);
  const text = message(context.locale, 'explorer.block', { block: view.block });
  return svg(context, 'text', { class: 'gf-x-title', ...place, dy: '0.35em' }, text);
}

function heading({ context, layout }: Sheet, { u, du }: Span, part: Part, ...label: Child[]): Element {
  const { plane, top } = layout;
  const place = plane.vertical ? { ...plane.spot(u + du / 2, 0), dy: '0.35em' } : plane.spot(u + du / 2, top - 14);
  // Beside the narrow LayerNorm stand q, k and v.
  const end = !plane.vertical && (part === 'ln1' || part === 'ln2');
  return svg(
    context,
    'text',
    { class: classes('gf-x-heading', end && 'gf-x-end'), 'data-part': part, ...place },
    ...label,
  );
}
