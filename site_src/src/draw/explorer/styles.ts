import type { Scene } from './scene';
import { styleFor, type StripStyle } from './strip';

/** One style for each family of vectors: strips of a family can be compared. */
export interface StripStyles {
  readonly embedded: StripStyle;
  readonly stream: StripStyle;
  readonly written: StripStyle;
  readonly head: StripStyle;
  readonly hidden: StripStyle;
}

const [STREAM, HEAD, HIDDEN] = [24, 16, 48];

/** Of q, k, v and z of the open head. */
export const styleOfHead = ({ block }: Scene): StripStyle =>
  styleFor(block ? [block.q, block.k, block.v, block.z] : [], HEAD);

/** Of what the blocks begin with. */
export const styleOfEmbedding = ({ embedded }: Scene): StripStyle => styleFor(embedded ? [embedded] : [], STREAM);

export function stylesOfBlock({ block, final }: Scene): Omit<StripStyles, 'embedded' | 'head'> {
  const stream = [block?.pre, block?.mid, block?.post].filter((rows) => rows !== undefined);
  return {
    stream: styleFor(stream.length ? stream : [final ?? []], STREAM),
    written: styleFor(block ? [block.attention, block.mlp] : [], STREAM),
    // Most neurons are near 0: a mean would hide the few that are not, and they alone decide the range.
    hidden: styleFor(block ? [block.hidden] : [], HIDDEN, { binning: 'largest', within: 0.995 }),
  };
}
