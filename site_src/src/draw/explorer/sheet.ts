import type { View } from '../../core/types';
import type { Trace } from '../../trace/types';
import type { Context } from '../types';
import { layoutOf, type Layout, type Size } from './layout';
import { sceneOf, type Scene } from './scene';
import { stylesOf, type StripStyles } from './styles';

/** What every part of the picture is drawn from. */
export interface Sheet {
  readonly context: Context;
  readonly trace: Trace;
  readonly view: View;
  readonly scene: Scene;
  readonly layout: Layout;
  readonly styles: StripStyles;
}

export function sheetOf(trace: Trace, view: View, size: Size, context: Context): Sheet {
  const scene = sceneOf(trace, view);
  const layout = layoutOf(size, trace.meta.model.config, scene.tokens.length, view.block);
  return { context, trace, view, scene, layout, styles: stylesOf(scene) };
}
