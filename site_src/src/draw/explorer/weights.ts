import { sequentialClass, sequentialStep } from '../../core/colour';
import { boxPath, round } from './plane';
import { kept, shape, type Sheet } from './sheet';

/** Of more tokens than that a dot would be too small for its area to be seen: cells stand side by side. */
const MOST_DOTS = 28;

export const isDense = ({ scene }: Sheet): boolean => scene.tokens.length > MOST_DOTS;

/** Attention weights: a row a query, level with its token; a column a key. */
export function drawWeights(sheet: Sheet): Element {
  const { marks, places } = isDense(sheet) ? cells(sheet) : dots(sheet);
  return shape(sheet, 'weights', 'g', { class: 'gf-x-weights', 'data-part': 'attention' }, ...places, ...marks);
}

interface Drawn {
  /** What can be pointed at. */
  readonly places: readonly Element[];
  readonly marks: readonly Element[];
}

/** A dot a weight: the area is the weight. */
function dots(sheet: Sheet): Drawn {
  const { most, at } = measuresOf(sheet);
  const marks = ofEveryColour(sheet, FAINTEST, (query, key, weight) => {
    const { x, y } = at(query, key);
    const r = round(Math.max(0.6, most * Math.sqrt(weight)));
    return `M${round(x - r)} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
  });
  return { places: kept(sheet, 'empty', sheet.place, () => drawPlaces(sheet)), marks };
}

/** A cell a weight: the colour is the weight. */
function cells(sheet: Sheet): Drawn {
  const { layout, scene, first } = sheet;
  const { plane, stations, rows } = layout;
  const { u, du } = stations.weights;
  const step = du / scene.tokens.length;
  const marks = ofEveryColour(sheet, 1, (query, key) => {
    const { lane, laneHeight } = rows[query]!;
    return boxPath(plane.box(u + key * step, lane, step, laneHeight * 0.72));
  });
  const row = ({ lane, laneHeight }: (typeof rows)[number], query: number): Element =>
    shape(sheet, `empty ${query}`, 'rect', {
      class: 'gf-x-empty',
      'data-query': first + query,
      ...plane.box(u, lane, (query + 1) * step, laneHeight * 0.72),
    });
  return { places: kept(sheet, 'empty', sheet.place, () => rows.map(row)), marks };
}

/** One shape for all weights of a step of the scale; what is paler than `faintest` is drawn as if it were that. */
function ofEveryColour(
  sheet: Sheet,
  faintest: number,
  mark: (query: number, key: number, weight: number) => string,
): readonly Element[] {
  const { scene } = sheet;
  const full = new Map<number, string>();
  scene.tokens.forEach((_, query) => {
    for (let key = 0; key <= query; key++) {
      const weight = scene.head.value('pattern', query, key);
      const colour = Math.max(faintest, sequentialStep(weight));
      full.set(colour, (full.get(colour) ?? '') + mark(query, key, weight));
    }
  });
  return [...full]
    .sort(([a], [b]) => a - b)
    .map(([colour, d]) => shape(sheet, `dots ${colour}`, 'path', { class: `gf-x-dots ${sequentialClass(colour)}`, d }));
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
