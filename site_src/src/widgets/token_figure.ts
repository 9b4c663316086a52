import type { TemplateResult } from 'lit';
import { GfFigure, type Scene } from './figure';
import { tokenPicker } from './pickers';
import { pointedAt } from './pointing';

/** A figure of the text's tokens: to choose one chooses it in all figures of the page. */
export abstract class GfTokenFigure extends GfFigure {
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
