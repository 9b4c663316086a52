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

/** A frame around the keys and values that were kept, with the word; the newest token's row is swept along the flow. */
export function drawContinued(sheet: Sheet, { kept: all, arrives }: Continued): Element | null {
  const { context, layout, scene, first: from } = sheet;
  const kept = all - from; // of those that are drawn
  if (kept < 1 || kept >= scene.tokens.length) return null;
  const { plane, rows, stations, strip, pitch } = layout;
  const { u, du } = stations.qkv;
  const frames = rows.slice(0, kept).map((row) => {
    const [, k, v] = lanesOf(row);
    return svg(context, 'rect', {
      class: 'gf-x-kept',
      rx: 3,
      ...plane.box(u - 6, k - strip / 2 - 2, du + 9, v - k + strip + 4),
    });
  });
  const first = rows[0]!;
  const name = svg(
    context,
    'text',
    {
      class: 'gf-x-kept-name',
      ...plane.spot(u + du / 2, first.v + (plane.vertical ? pitch / 2 : 2)),
      'text-anchor': 'middle',
    },
    message(context.locale, 'explorer.kept'),
  );
  const fresh = rows[kept]!;
  const length = stations.final.u + stations.final.du + 6;
  const sweep = svg(context, 'rect', {
    class: classes('gf-x-fresh', arrives && 'gf-x-arrives', plane.vertical && 'gf-x-down'),
    rx: 6,
    ...plane.box(0, fresh.v, length, pitch),
  });
  return svg(context, 'g', { class: 'gf-x-continued' }, ...frames, name, sweep);
}
