import { sequentialClass, sequentialStep } from '../../core/colour';
import { kept, shape, type Sheet } from './sheet';

/** Attention weights as dots: a row a query, level with its token; a column a key. The area is the weight. */
export function drawWeights(sheet: Sheet): Element {
  const { scene } = sheet;
  const { most, at } = measuresOf(sheet);
  const full = new Map<number, string>();
  scene.tokens.forEach((_, query) => {
    for (let key = 0; key <= query; key++) {
      const weight = scene.head.value('pattern', query, key);
      const { x, y } = at(query, key);
      const r = round(Math.max(0.6, most * Math.sqrt(weight)));
      const colour = Math.max(FAINTEST, sequentialStep(weight));
      const dot = `M${round(x - r)} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
      full.set(colour, (full.get(colour) ?? '') + dot);
    }
  });
  const dots = [...full]
    .sort(([a], [b]) => a - b)
    .map(([colour, d]) => shape(sheet, `dots ${colour}`, 'path', { class: `gf-x-dots ${sequentialClass(colour)}`, d }));
  const places = kept(sheet, 'empty', sheet.place, () => drawPlaces(sheet));
  return shape(sheet, 'weights', 'g', { class: 'gf-x-weights', 'data-part': 'attention' }, ...places, ...dots);
}

/** Where a weight of 1 would be: each can be pointed at. */
function drawPlaces(sheet: Sheet): readonly Element[] {
  const { most, at } = measuresOf(sheet);
  return sheet.scene.tokens.flatMap((_, query) =>
    Array.from({ length: query + 1 }, (_, key) => {
      const { x, y } = at(query, key);
      return shape(sheet, `empty ${query} ${key}`, 'circle', {
        class: 'gf-x-empty',
        'data-query': sheet.first + query,
        'data-key': sheet.first + key,
        cx: x,
        cy: y,
        r: most,
      });
    }),
  );
}

function measuresOf({ layout, scene }: Sheet) {
  const { plane, stations, rows } = layout;
  const { u, du } = stations.weights;
  const step = du / scene.tokens.length;
  const height = rows[0]!.laneHeight * 0.36;
  return {
    most: round(Math.min(step / 2, height) - 0.6),
    at: (query: number, key: number) => plane.spot(u + (key + 0.5) * step, rows[query]!.lane + height),
  };
}

/** Of the scale of weights: paler steps cannot be told from the ground on a dot so small. */
const FAINTEST = 4;

const round = (value: number): number => Math.round(value * 10) / 10;
