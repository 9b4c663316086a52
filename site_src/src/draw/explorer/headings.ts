import { message, type MessageKey } from '../../core/messages';
import { classes, svg, type Child } from '../element';
import type { Span } from './layout';
import type { Part } from './parts';
import { kept, shape, type Sheet } from './sheet';

/** What each part of the open block is called, in the field's terms. A heading opens its part. */
export function drawHeadings(sheet: Sheet): Element {
  const { context, layout, view } = sheet;
  const { stations: s, plane, size } = layout;
  const word = (key: MessageKey): string => message(context.locale, key, { head: view.head });
  const letter = (name: string): Element => svg(context, 'tspan', { class: `gf-x-letter gf-x-${name}` }, name);
  const letters = kept(sheet, 'letters', [], () => [letter('q'), ' ', letter('k'), ' ', letter('v')]);
  const output = kept(sheet, 'W_O', [], () => ['W', svg(context, 'tspan', { class: 'gf-x-index', dy: '0.25em' }, 'O')]);
  const flows = word(plane.vertical || size === 'small' ? 'explorer.head' : 'explorer.flows');
  return kept(sheet, 'headings', [...sheet.place, view.block, view.head], () =>
    shape(
      sheet,
      'headings',
      'g',
      { class: 'gf-x-headings' },
      plane.vertical ? null : title(sheet),
      size === 'small' ? null : heading(sheet, s.ln1, 'ln1', 'ln_1'),
      heading(sheet, s.qkv, 'qkv', ...letters),
      s.weights.du ? heading(sheet, s.weights, 'attention', word('explorer.weights')) : null,
      heading(sheet, s.ribbons, 'attention', flows),
      heading(sheet, s.z, 'output', 'z'),
      heading(sheet, s.attention, 'output', ...output),
      size === 'small' ? null : heading(sheet, s.ln2, 'ln2', 'ln_2'),
      heading(sheet, { u: s.hidden.u, du: s.mlp.u + s.mlp.du - s.hidden.u }, 'mlp', 'MLP'),
    ),
  );
}

/** What stands before the blocks and after them is called. */
export function drawEnds(sheet: Sheet): Element {
  const { context, layout } = sheet;
  const { stations, size } = layout;
  return kept(sheet, 'ends', sheet.place, () =>
    shape(
      sheet,
      'ends',
      'g',
      { class: 'gf-x-headings' },
      size === 'small' ? null : heading(sheet, stations.embed, 'embedding', message(context.locale, 'explorer.embed')),
      heading(sheet, stations.final, 'final', 'ln_f'),
    ),
  );
}

function title(sheet: Sheet): Element {
  const { context, layout, view } = sheet;
  const { panel, plane, top } = layout;
  const place = plane.spot(panel.u + 16, top - 70);
  const text = message(context.locale, 'explorer.block', { block: view.block });
  return shape(sheet, 'title', 'text', { class: 'gf-x-title', ...place, dy: '0.35em' }, text);
}

function heading(sheet: Sheet, { u, du }: Span, part: Part, ...label: Child[]): Element {
  const { plane, top } = sheet.layout;
  const place = plane.vertical ? { ...plane.spot(u + du / 2, 0), dy: '0.35em' } : plane.spot(u + du / 2, top - 14);
  // Beside the narrow LayerNorm stand q, k and v.
  const end = !plane.vertical && (part === 'ln1' || part === 'ln2');
  return shape(
    sheet,
    `heading at ${u}`,
    'text',
    { class: classes('gf-x-heading', end && 'gf-x-end'), 'data-part': part, ...place },
    ...label,
  );
}
