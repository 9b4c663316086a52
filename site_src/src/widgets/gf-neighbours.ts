import type { TemplateResult } from 'lit';
import { neighbours } from '../draw';
import { GfFigure, type Scene } from './figure';
import { tokenPicker } from './pickers';
import { pointedAt } from './pointing';

/** The tokens nearest to the chosen one. */
export class GfNeighbours extends GfFigure {
  protected readonly kind = neighbours;
  protected readonly own = ['position', 'key'] as const;

  protected override readonly chooses = 'tokens';

  protected override controls(scene: Scene<object>): TemplateResult {
    return tokenPicker(scene, this.session, this.words);
  }

  protected override pressed(event: MouseEvent): void {
    const position = pointedAt(event, 'position');
    if (position !== null) this.session.set({ position, key: null });
  }

  protected override moved({ trace, view }: Scene<object>, down: number, right: number): void {
    const position = view.position + down + right;
    if (position in trace.meta.tokens) this.session.set({ position, key: null });
  }
}
