import type { TemplateResult } from 'lit';
import { embedding, type EmbeddingSpec } from '../draw';
import { GfFigure, type Scene } from './figure';
import { tokenPicker } from './pickers';
import { numberAt } from './pointing';

/** A token's vector: choose the token, and a number to read. */
export class GfEmbedding extends GfFigure<EmbeddingSpec> {
  protected readonly kind = embedding;
  protected readonly own = ['position', 'key'] as const;

  protected override readonly chooses = 'embedding';

  protected override controls(scene: Scene<EmbeddingSpec>): TemplateResult {
    return tokenPicker(scene, this.session, this.words);
  }

  protected override pressed(event: MouseEvent): void {
    const component = numberAt(event);
    if (component !== null) this.choose({ component });
  }

  protected override moved({ trace, view }: Scene<EmbeddingSpec>, down: number, right: number): void {
    if (down !== 0 && view.position + down in trace.meta.tokens) {
      this.session.set({ position: view.position + down, key: null });
    }
    const component = view.component === null ? 0 : view.component + right;
    if (right !== 0 && component >= 0 && component < trace.meta.model.config.d_model) this.choose({ component });
  }
}
