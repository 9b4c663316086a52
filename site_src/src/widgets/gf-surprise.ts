import type { TemplateResult } from 'lit';
import { surprise } from '../draw';
import { GfFigure, type Scene } from './figure';
import { tokenPicker } from './pickers';
import { pointedAt } from './pointing';

/** The surprise at each token of the text. */
export class GfSurprise extends GfFigure {
  protected readonly kind = surprise;
  protected readonly own = ['position', 'key'] as const;

  protected override readonly chooses = 'tokens';

  protected override controls(scene: Scene<object>): TemplateResult {
    return tokenPicker(scene, this.session, this.words);
  }

  protected override pressed(event: MouseEvent): void {
    this.#choose(pointedAt(event, 'position'));
  }

  protected override moved({ trace, view }: Scene<object>, down: number, right: number): void {
    const position = view.position + down + right;
    if (position in trace.meta.tokens) this.#choose(position);
  }

  #choose(position: number | null): void {
    if (position !== null) this.session.set({ position, key: null });
  }
}
