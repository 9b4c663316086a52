import type { View } from '../../core/types';
import type { Trace } from '../../trace/types';
import type { Attributes, Child } from '../element';
import { keep, redraw } from '../keep';
import type { Context } from '../types';
import { layoutOf, type Layout, type Size } from './layout';
import { excerptOf, sceneOfExcerpt } from './excerpt';
import { sceneOf, type Scene } from './scene';
import { styleOfEmbedding, styleOfHead, stylesOfBlock, type StripStyles } from './styles';

/** What every part of the picture is drawn from. */
export interface Sheet {
  readonly context: Context;
  readonly trace: Trace;
  /** Its position, and all of the scene, count from `first`. */
  readonly view: View;
  readonly scene: Scene;
  /** The first of the tokens that are drawn. */
  readonly first: number;
  /** How many tokens the text has. */
  readonly whole: number;
  /** What a drawing depends on that is the same for all blocks, heads and tokens. */
  readonly place: readonly unknown[];
  /** What one of the open block depends on, whichever token and head are chosen. */
  readonly of: readonly unknown[];
  readonly layout: Layout;
  readonly styles: StripStyles;
}

export function sheetOf(trace: Trace, view: View, size: Size, context: Context): Sheet {
  const { n_layer } = trace.meta.model.config;
  const all = sceneOf(trace, view);
  const excerpt = excerptOf(size, all.tokens.length, view.position);
  const { count } = excerpt;
  const layout = keep(context, `${size} layout`, [trace, count, view.block], () =>
    layoutOf(size, trace.meta.model.config, count, view.block),
  );
  const place = [trace, excerpt.from];
  const of = [...place, view.block, trace.loadedLayer(view.block)];
  const [begin, end] = [trace.loadedLayer(0), trace.loadedLayer(n_layer - 1)];
  return {
    context,
    trace,
    view: { ...view, position: view.position - excerpt.from },
    scene: sceneOfExcerpt(all, excerpt),
    first: excerpt.from,
    whole: all.tokens.length,
    place,
    of,
    layout,
    styles: {
      ...keep(context, `${size} styles`, [...of, end], () => stylesOfBlock(all)),
      embedded: keep(context, `${size} style of the embedding`, [trace, begin], () => styleOfEmbedding(all)),
      head: keep(context, `${size} head style`, [...of, view.head], () => styleOfHead(all)),
    },
  };
}

/** Where the picture for one width is drawn. */
export interface Paper {
  readonly context: Context;
  readonly layout: Pick<Layout, 'size' | 'plane'>;
}

/** What was made for this width under this name, if it was of the same; else it is made. */
export const kept = <Made>({ context, layout }: Paper, name: string, of: readonly unknown[], make: () => Made): Made =>
  keep(context, `${layout.size}: ${name}`, of, make);

/** A shape of the picture for this width, redrawn where it was drawn before. */
export const shape = (
  { context, layout }: Paper,
  name: string,
  tag: string,
  attributes: Attributes,
  ...children: readonly Child[]
): Element => redraw(context, `${layout.size} ${name}`, tag, attributes, ...children);
