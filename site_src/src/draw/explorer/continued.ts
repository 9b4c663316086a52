import { message } from '../../core/messages';
import { classes, svg } from '../element';
import { lanesOf } from './branch';
import type { Sheet } from './sheet';

/** What of a text that is read on was kept, and the row of the one token that was computed. */
export interface Continued {
  /** Tokens whose keys and values were kept; 0 where the whole text was read. */
  readonly kept: number;
  /** The newest token's row is drawn in. */
  readonly arrives: boolean;
}

/** How many of the tokens that are drawn were kept; null where there is nothing to say. */
function countOf({ scene, first }: Sheet, { kept }: Continued): number | null {
  const count = kept - first;
  return count < 1 || count >= scene.tokens.length ? null : count;
}

/** A frame around the keys and values that were kept, with the word. */
export function drawKept(sheet: Sheet, continued: Continued): Element | null {
  const count = countOf(sheet, continued);
  if (count === null) return null;
  const { context, layout } = sheet;
  const { plane, rows, stations, strip, pitch } = layout;
  const { u, du } = stations.qkv;
  const frames = rows.slice(0, count).map((row) => {
    const [, k, v] = lanesOf(row);
    const box = plane.box(u - 6, k - strip / 2 - 2, du + 9, v - k + strip + 4);
    return svg(context, 'rect', { class: 'gf-x-kept', rx: 3, ...box });
  });
  const middle = plane.spot(u + du / 2, rows[0]!.v + (plane.vertical ? pitch / 2 : 2));
  const name = { class: 'gf-x-kept-name', ...middle, 'text-anchor': 'middle' };
  return svg(
    context,
    'g',
    { class: 'gf-x-continued' },
    ...frames,
    svg(context, 'text', name, message(context.locale, 'explorer.kept')),
  );
}

/** The newest token's row, swept along the flow. */
export function drawArrival(sheet: Sheet, continued: Continued): Element | null {
  const count = countOf(sheet, continued);
  if (count === null) return null;
  const { plane, rows, stations, pitch } = sheet.layout;
  const length = stations.final.u + stations.final.du + 6;
  return svg(sheet.context, 'rect', {
    class: classes('gf-x-fresh', continued.arrives && 'gf-x-arrives', plane.vertical && 'gf-x-down'),
    rx: 6,
    ...plane.box(0, rows[count]!.v, length, pitch),
  });
}
