import { html, type TemplateResult } from 'lit';
import { residual, type ResidualSpec } from '../draw';
import { GfFigure, type Scene } from './figure';
import { blockPicker, tokenPicker } from './pickers';
import { pointedAt } from './pointing';

/** The residual stream of the chosen token; choosing a block chooses it in all figures of the page. */
export class GfResidual extends GfFigure<ResidualSpec> {
  protected readonly kind = residual;
  protected readonly own = ['block', 'position', 'key'] as const;

  protected override readonly chooses = 'residual';

  protected override controls(scene: Scene<ResidualSpec>): TemplateResult {
    return html`${tokenPicker(scene, this.session, this.words)}${blockPicker(scene, this.session, this.words)}`;
  }

  protected override pressed(event: MouseEvent): void {
    const block = pointedAt(event, 'block');
    if (block !== null) this.session.set({ block });
  }

  protected override moved({ trace, view }: Scene<ResidualSpec>, down: number, right: number): void {
    const [block, position] = [view.block + right, view.position + down];
    if (block < 0 || block >= trace.meta.model.config.n_layer || !(position in trace.meta.tokens)) return;
    this.session.set(down === 0 ? { block } : { position, key: null });
  }
}
