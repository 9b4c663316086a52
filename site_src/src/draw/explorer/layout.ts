import type { ModelConfig } from '../../core/types';
import { planeOf, type Plane } from './plane';

/** The widths that the picture is drawn for; a page shows the widest that fits. `narrow` runs from top to bottom. */
export const SIZES = ['wide', 'medium', 'small', 'narrow'] as const;
export type Size = (typeof SIZES)[number];

/** A stretch along the flow. */
export interface Span {
  readonly u: number;
  readonly du: number;
}

/** Where each part stands along the flow. */
export const STATIONS = [
  'label',
  'embed',
  'pre',
  'ln1',
  'qkv',
  'weights',
  'ribbons',
  'z',
  'attention',
  'mid',
  'ln2',
  'hidden',
  'mlp',
  'post',
  'final',
  'unembed',
  'answers',
] as const;
export type Station = (typeof STATIONS)[number];

/** One token's row: the stream, and beside it the lane of what the open block computes from it. */
export interface Row {
  readonly v: number;
  /** Middle of the stream. */
  readonly stream: number;
  readonly lane: number;
  readonly laneHeight: number;
}

export interface Layout {
  readonly size: Size;
  readonly plane: Plane;
  /** Along the flow, and across it. */
  readonly length: number;
  readonly breadth: number;
  /** Where the rows begin, across the flow. */
  readonly top: number;
  readonly pitch: number;
  readonly rows: readonly Row[];
  /** As they stand when the first block is open. */
  readonly stations: Readonly<Record<Station, Span>>;
  /** The panel of the open block, as it stands then; and how far it is from there: what is in it moves as a whole. */
  readonly panel: Span;
  readonly shift: number;
  /** Every block in order; the open one is the long one. */
  readonly blocks: readonly Span[];
  /** Thickness of a token's stream, and height of a strip. */
  readonly stream: number;
  readonly strip: number;
}

interface Measures {
  readonly label: number;
  readonly window: number;
  readonly fold: number;
  readonly tap: number;
  readonly head: number;
  /** Of the matrix of weights, a token; 0 leaves it out. */
  readonly weights: number;
  readonly hidden: number;
  readonly gap: number;
  readonly unembed: number;
  readonly answers: number;
}

const MEASURES: Record<Size, Measures> = {
  wide: {
    label: 92,
    window: 42,
    fold: 21,
    tap: 22,
    head: 44,
    weights: 18,
    hidden: 92,
    gap: 11,
    unembed: 44,
    answers: 182,
  },
  medium: {
    label: 84,
    window: 32,
    fold: 15,
    tap: 16,
    head: 34,
    weights: 0,
    hidden: 64,
    gap: 8,
    unembed: 32,
    answers: 170,
  },
  small: {
    label: 62,
    window: 22,
    fold: 12,
    tap: 12,
    head: 24,
    weights: 0,
    hidden: 40,
    gap: 5,
    unembed: 22,
    answers: 142,
  },
  narrow: {
    label: 74,
    window: 30,
    fold: 19,
    tap: 22,
    head: 36,
    weights: 0,
    hidden: 64,
    gap: 11,
    unembed: 40,
    answers: 344,
  },
};

const WIDTH = { wide: 1320, medium: 1000, small: 720, narrow: 360 } as const;

/** From these widths on, the type of a picture is shown at 14 pixels or more. */
const FROM = { wide: 1168, medium: 885, small: 637, narrow: 0 } as const;

/** The picture for a place of this width, in pixels. */
export const sizeFor = (width: number): Size => SIZES.find((size) => width >= FROM[size])!;

/** Of what the ribbons and the matrix of weights share, at most this much is the matrix. */
const MOST_WEIGHTS = 0.45;
const RIBBONS_ON_A_PHONE = 150;
/** Beside the rows: headings above them, or on a phone to their left. */
const HEADINGS = { across: 128, narrow: 66 };
/** Room of a list of answers across the flow. */
const ANSWERS = 300;
/** Gaps between the open block's first and last window and its neighbours. */
const BESIDE = 1.6;
/** Blocks that are not open share this many folds. */
const FOLDS = 8;

export function layoutOf(size: Size, { n_layer }: ModelConfig, tokens: number, block: number): Layout {
  const narrow = size === 'narrow';
  const parts = partsOf(MEASURES[size], n_layer, 0);
  const left = narrow ? RIBBONS_ON_A_PHONE : WIDTH[size] - parts.reduce((total, [, du]) => total + du, 0);
  const weights = Math.min(MEASURES[size].weights * tokens, left * MOST_WEIGHTS);
  const flexible = { weights, ribbons: left - weights };
  const { spans, length } = placed(parts, flexible);
  const margin = Math.min(12, MEASURES[size].gap * BESIDE - 1);
  const here = placed(partsOf(MEASURES[size], n_layer, block), flexible).spans;
  const top = narrow ? HEADINGS.narrow : HEADINGS.across;
  const pitch = narrow ? (WIDTH.narrow - top) / tokens : clamp(560 / tokens, 36, 76);
  const laneHeight = pitch * 0.58;
  const rows = Array.from({ length: tokens }, (_, token) => {
    const v = top + token * pitch;
    return { v, stream: v + pitch * 0.2, lane: v + pitch * 0.38, laneHeight };
  });
  return {
    size,
    plane: planeOf(narrow),
    length,
    breadth: narrow ? WIDTH.narrow : Math.max(top + tokens * pitch, top + ANSWERS) + 12,
    top,
    pitch,
    rows,
    stations: Object.fromEntries(STATIONS.map((name) => [name, spans.get(name)!])) as Record<Station, Span>,
    panel: openBlock(spans, margin),
    shift: here.get('pre')!.u - spans.get('pre')!.u,
    blocks: Array.from({ length: n_layer }, (_, i) => (i === block ? openBlock(here, margin) : here.get(i)!)),
    stream: clamp(pitch * 0.16, 3, 12),
    strip: clamp(laneHeight / 3 - 2, 2, 12),
  };
}

type Part = readonly [name: Station | number | 'gap', du: number];

/** The parts along the flow with their lengths; `weights` and `ribbons` share what is left. */
function partsOf(m: Measures, n_layer: number, block: number): Part[] {
  const fold = Math.min(m.fold, (m.fold * FOLDS) / Math.max(1, n_layer - 1));
  const folded = (from: number, to: number): Part[] =>
    Array.from({ length: to - from }, (_, i): Part => [from + i, fold]);
  const gap = (size: number): Part => ['gap', m.gap * size];
  return [
    ['label', m.label],
    gap(1),
    ['embed', m.window],
    gap(1),
    ...folded(0, block),
    gap(BESIDE),
    ['pre', m.window],
    ['ln1', m.tap],
    gap(0.4),
    ['qkv', m.head],
    gap(0.8),
    ['weights', 0],
    gap(0.8),
    ['ribbons', 0],
    ['z', m.head],
    gap(1.2),
    ['attention', m.window],
    gap(2),
    ['mid', m.window],
    ['ln2', m.tap],
    gap(0.4),
    ['hidden', m.hidden],
    gap(1.2),
    ['mlp', m.window],
    gap(2),
    ['post', m.window],
    gap(BESIDE),
    ...folded(block + 1, n_layer),
    gap(1),
    ['final', m.window],
    ['unembed', m.unembed],
    ['answers', m.answers],
  ];
}

function placed(
  parts: readonly Part[],
  flexible: Readonly<Record<'weights' | 'ribbons', number>>,
): { spans: Map<Station | number, Span>; length: number } {
  const spans = new Map<Station | number, Span>();
  let u = 0;
  for (const [name, size] of parts) {
    const du = name === 'weights' || name === 'ribbons' ? flexible[name] : size;
    if (name !== 'gap') spans.set(name, { u, du });
    u += du;
  }
  return { spans, length: u };
}

function openBlock(spans: ReadonlyMap<Station | number, Span>, margin: number): Span {
  const [pre, post] = [spans.get('pre')!, spans.get('post')!];
  return { u: pre.u - margin, du: post.u + post.du + margin - (pre.u - margin) };
}

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));
