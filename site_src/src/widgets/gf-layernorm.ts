import { html, nothing, type TemplateResult } from 'lit';
import { layernorm, NORMS, type LayerNormSpec } from '../draw';
import { segments } from './controls';
import { GfFigure, type Scene } from './figure';
import { blockPicker, tokenPicker } from './pickers';
import { numberAt, pointedAt } from './pointing';

/** One LayerNorm: choose which, the block and the token, and a number of the vector to see it worked out. */
export class GfLayernorm extends GfFigure<LayerNormSpec> {
  protected readonly kind = layernorm;
  protected readonly own = ['block', 'position', 'key'] as const;

  protected override readonly chooses = 'layernorm';

  protected override controls(scene: Scene<LayerNormSpec>): TemplateResult {
    const { session, words } = this;
    const { which } = scene.view;
    const choose = (value: string): void => this.choose({ which: NORMS.find((name) => name === value) ?? which });
    const options = NORMS.map((value) => ({ value, label: value }));
    return html`${tokenPicker(scene, session, words)} ${which === 'ln_f' ? nothing : blockPicker(scene, session, words)}
    ${segments({ name: 'which', label: words.which, value: which, options, choose })}`;
  }

  protected override pressed(event: MouseEvent): void {
    const [component, position] = [numberAt(event), pointedAt(event, 'position')];
    if (component !== null) this.choose({ component });
    else if (position !== null) this.session.set({ position, key: null });
  }

  protected override moved({ trace, view }: Scene<LayerNormSpec>, down: number, right: number): void {
    if (down !== 0 && view.position + down in trace.meta.tokens) {
      this.session.set({ position: view.position + down, key: null });
    }
    if (right === 0) return;
    const component = view.component === null ? 0 : view.component + right;
    if (component >= 0 && component < trace.meta.model.config.d_model) this.choose({ component });
  }
}
