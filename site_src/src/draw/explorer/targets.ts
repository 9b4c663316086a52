import { PARTS, type Part } from './parts';

/** Inside the explorer's element: the first of several selectors that finds something in sight counts. */
type Places = readonly string[];

const part = (name: Part): Places => [`svg [data-part="${name}"]`];
const ofParts = Object.fromEntries(PARTS.map((name): [Part, Places] => [name, part(name)])) as Record<Part, Places>;

const step = (place: number): Places => [`[data-unfolded] .gf-u-step:nth-of-type(${place})`];

/** What a guided tour can point out: parts of the picture, by their names, and of what is unfolded. */
export const TARGETS = {
  ...ofParts,
  stream: ['.gf-x-ground.gf-selected'],
  blocks: ['.gf-x-slab'],
  heads: ['.gf-x-rail', '.gf-control:has([data-control="head"])'],
  sums: ['.gf-x-plus'],
  unfolded: ['[data-unfolded]'],
  first: step(1),
  second: step(2),
  neurons: ['[data-unfolded] .gf-u-whole > :first-child'],
  matrix: ['[data-unfolded] .gf-matrix'],
  weighing: ['[data-unfolded] .gf-steps-table'],
  boxes: ['[data-unfolded] .gf-tokens'],
  sampling: ['.gf-sampling'],
} satisfies Record<string, Places>;

export type Target = keyof typeof TARGETS;

export const isTarget = (name: string | null): name is Target => name !== null && Object.hasOwn(TARGETS, name);
