import type { Trace } from '../trace/types';
import { sequentialStep, SEQUENTIAL_TOP } from '../core/colour';
import { headOf, type Head } from './head';
import { KINDS, kindOf, type HeadKind, type KindName } from './head-kinds';
import { maskPng } from './png';

export interface Placed {
  readonly head: Head;
  readonly kind: HeadKind | null;
}

/** The heads of all blocks by what they were measured to do, the clearest first; one group where nothing is measured. */
export function groupsOf(trace: Trace): { readonly name: KindName | null; readonly heads: readonly Placed[] }[] {
  const all = everyHead(trace).map((head): Placed => ({ head, kind: kindOf(trace, head) }));
  const clearest = (a: Placed, b: Placed): number => (b.kind?.share ?? 0) - (a.kind?.share ?? 0);
  return [...KINDS, null]
    .map((name) => ({ name, heads: all.filter(({ kind }) => (kind?.name ?? null) === name).sort(clearest) }))
    .filter(({ heads }) => heads.length > 0);
}

function everyHead(trace: Trace): Head[] {
  const { n_layer, n_head } = trace.meta.model.config;
  return Array.from({ length: n_layer * n_head }, (_, i) => headOf(trace, Math.floor(i / n_head), i % n_head));
}

/** All patterns in one picture: a column a head, a row a block, `side` pixels each and one between. */
export interface Sprite {
  readonly image: string;
  readonly columns: number;
  readonly rows: number;
  readonly side: number;
  /** How many rows and columns of the pattern are the mean that one pixel shows. */
  readonly bin: number;
}

/** Pixels of a picture that a page comes with: two a byte, so that it stays below 12 kB as text. */
export const ON_A_PAGE = 17_600;

export function spriteOf(trace: Trace, limit: number): Sprite {
  const { n_layer: rows, n_head: columns } = trace.meta.model.config;
  const size = trace.meta.tokens.length;
  const most = Math.floor(Math.sqrt(limit / (rows * columns))) - 1;
  const bin = Math.ceil(size / most);
  const side = Math.ceil(size / bin);
  const [width, height] = [columns * (side + 1), rows * (side + 1)];
  const pixels = new Uint8Array(width * height);
  for (const head of everyHead(trace)) {
    const corner = head.block * (side + 1) * width + head.head * (side + 1);
    for (let y = 0; y < side; y++) {
      for (let x = 0; x <= y; x++) pixels[corner + y * width + x] = sequentialStep(meanOf(head, y, x, bin));
    }
  }
  const opacities = Array.from({ length: SEQUENTIAL_TOP + 1 }, (_, step) => step / SEQUENTIAL_TOP);
  return { image: maskPng(width, height, pixels, opacities), columns, rows, side, bin };
}

/** The mean of the weights in one bin, of pairs that are not masked. */
function meanOf(head: Head, y: number, x: number, bin: number): number {
  let [sum, count] = [0, 0];
  for (let query = y * bin; query < Math.min((y + 1) * bin, head.size); query++) {
    for (let key = x * bin; key < Math.min((x + 1) * bin, query + 1); key++) {
      sum += head.value('pattern', query, key);
      count += 1;
    }
  }
  return count === 0 ? 0 : sum / count;
}
