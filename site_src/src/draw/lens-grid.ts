import { probabilityClass, sequentialStep } from '../core/colour';
import { message } from '../core/messages';
import { formatProbability } from '../core/numbers';
import { visibleToken } from '../core/token';
import type { View } from '../core/types';
import type { Trace } from '../trace/types';
import { classes, html } from './element';
import { probabilityLegend } from './legend';
import { layersOf, topAt } from './lens-data';
import { layerName } from './lens-words';
import { tokenText } from './token-text';
import type { Context } from './types';

/** Layers × positions, the token on top in each cell. Cells carry `data-layer` and `data-position`. */
export function drawGrid(trace: Trace, view: View, sentence: string, context: Context): Element {
  const { tokens } = trace.meta;
  const layers = Array.from({ length: layersOf(trace) }, (_, layer) => layer);
  const label = message(context.locale, 'lens.gridLabel', { layers: layers.length, tokens: tokens.length, sentence });
  const grid = html(
    context,
    'div',
    { class: 'gf-lens-grid', style: `--n:${tokens.length}`, role: 'img', 'aria-label': label },
    html(context, 'span', { class: 'gf-lens-corner' }, message(context.locale, 'lens.after')),
    ...tokens.map((token, position) =>
      html(
        context,
        'span',
        { class: classes('gf-lens-token', position === view.position && 'gf-selected'), 'data-position': position },
        tokenText(context, token),
      ),
    ),
    ...layers.flatMap((layer) => [
      html(
        context,
        'span',
        { class: classes('gf-lens-layer', layer === view.block + 1 && 'gf-selected'), 'data-layer': layer },
        layerName(layer, context.locale),
      ),
      ...tokens.map((_, position) => cell(trace, view, layer, position, context)),
    ]),
  );
  return html(
    context,
    'div',
    {},
    html(
      context,
      'div',
      { class: 'gf-scroll', tabindex: 0, role: 'group', 'aria-label': message(context.locale, 'lens.legend') },
      grid,
    ),
    probabilityLegend(context, message(context.locale, 'lens.legend')),
  );
}

function cell(trace: Trace, view: View, layer: number, position: number, context: Context): Element {
  const { id, probability } = topAt(trace, layer, position);
  const [row, column] = [layer === view.block + 1, position === view.position];
  const token = trace.string(id);
  const name = classes(
    'gf-lens-cell',
    probabilityClass(sequentialStep(probability)),
    column && 'gf-column',
    row && column && 'gf-selected',
  );
  const title = `${visibleToken(token)} ${formatProbability(probability)}`;
  return html(
    context,
    'span',
    { class: name, 'data-layer': layer, 'data-position': position, title },
    tokenText(context, token),
  );
}
