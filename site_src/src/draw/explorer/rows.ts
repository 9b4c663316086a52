import { visibleToken } from '../../core/token';
import { classes } from '../element';
import { kept, shape, type Sheet } from './sheet';

/** The ground of each token's row: it can be pointed at, and shows which one is chosen. */
export function drawGrounds(sheet: Sheet): Element {
  const { scene, view, layout, first } = sheet;
  const { plane, rows, pitch, stations } = layout;
  const length = stations.final.u + stations.final.du + 6;
  const ground = (position: number): Element =>
    shape(sheet, `ground ${position}`, 'rect', {
      class: classes('gf-x-ground', position === view.position && 'gf-selected'),
      rx: 6,
      'data-position': first + position,
      ...plane.box(0, rows[position]!.v, length, pitch),
    });
  return kept(sheet, 'grounds', [...sheet.place, view.position], () =>
    shape(sheet, 'grounds', 'g', { class: 'gf-x-grounds' }, ...scene.tokens.map((_, position) => ground(position))),
  );
}

/** The tokens' names, where the flow begins. */
export function drawNames(sheet: Sheet): Element {
  const { scene, view, first } = sheet;
  const name = (token: string, position: number): Element =>
    shape(
      sheet,
      `name ${position}`,
      'text',
      {
        class: classes('gf-x-name', position === view.position && 'gf-selected'),
        'data-position': first + position,
        ...anchor(sheet, position),
      },
      shorten(visibleToken(token), LONGEST[sheet.layout.size]),
    );
  return kept(sheet, 'names', [...sheet.place, view.position], () =>
    shape(sheet, 'names', 'g', { class: 'gf-x-names', 'data-part': 'tokens' }, ...scene.tokens.map(name)),
  );
}

const LONGEST = { wide: 10, medium: 9, small: 7, narrow: 8 };
/** Where the columns of a phone's picture are narrower, names stand upright. */
const NARROWEST_NAME = 50;

function anchor({ layout }: Sheet, position: number): Record<string, string | number> {
  const { plane, rows, stations, pitch } = layout;
  const { u, du } = stations.label;
  const row = rows[position]!;
  if (!plane.vertical) return { ...plane.spot(u + du, row.stream), dy: '0.35em', 'text-anchor': 'end' };
  if (pitch >= NARROWEST_NAME) return { ...plane.spot(u + du - 4, row.v + pitch / 2), 'text-anchor': 'middle' };
  const { x, y } = plane.spot(u + du - 2, row.v + pitch / 2);
  return { transform: `translate(${x} ${y}) rotate(-90)`, dy: '0.35em' };
}

function shorten(text: string, length: number): string {
  const characters = [...text];
  return characters.length > length ? `${characters.slice(0, length - 1).join('')}…` : text;
}
