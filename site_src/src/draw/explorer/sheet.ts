import type { View } from '../../core/types';
import type { Trace } from '../../trace/types';
import { keep } from '../keep';
import type { Context } from '../types';
import { layoutOf, type Layout, type Size } from './layout';
import { excerptOf, sceneOfExcerpt } from './excerpt';
import { sceneOf, type Scene } from './scene';
import { styleOfHead, stylesOfBlock, type StripStyles } from './styles';

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
  /** What a drawing of the open block depends on, whichever token and head are chosen. */
  readonly of: readonly unknown[];
  readonly layout: Layout;
  readonly styles: StripStyles;
}

export function sheetOf(trace: Trace, view: View, size: Size, context: Context): Sheet {
  const { n_layer } = trace.meta.model.config;
  const all = sceneOf(trace, view);
  const excerpt = excerptOf(size, all.tokens.length, view.position);
  const layout = layoutOf(size, trace.meta.model.config, excerpt.count, view.block);
  const loaded = [0, view.block, n_layer - 1].map((layer) => trace.loadedLayer(layer));
  const of = [trace, size, view.block, excerpt.from, ...loaded];
  return {
    context,
    trace,
    view: { ...view, position: view.position - excerpt.from },
    scene: sceneOfExcerpt(all, excerpt),
    first: excerpt.from,
    whole: all.tokens.length,
    of,
    layout,
    styles: {
      ...keep(context, `${size} styles`, of, () => stylesOfBlock(all)),
      head: keep(context, `${size} head style`, [...of, view.head], () => styleOfHead(all)),
    },
  };
}
