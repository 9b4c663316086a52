import { html, nothing, type TemplateResult } from 'lit';
import { visibleToken } from '../core/token';
import { candidates, hasLens, lens, type LensSpec } from '../draw';
import { picker, type Option } from './controls';
import { GfFigure, type Scene } from './figure';
import { tokenPicker } from './pickers';
import { pointedAt } from './pointing';

/** The logit lens; a cell chooses its token and the block before it in all figures of the page. */
export class GfLens extends GfFigure<LensSpec> {
  protected readonly kind = lens;
  protected readonly own = ['block', 'position', 'key'] as const;

  protected override readonly chooses = 'lens';

  protected override controls(scene: Scene<LensSpec>): TemplateResult {
    const { session, words } = this;
    return html`${tokenPicker(scene, session, words)}${hasLens(scene.trace) ? this.#followPicker(scene) : nothing}`;
  }

  #followPicker({ trace, view }: Scene<LensSpec>): TemplateResult {
    const { words } = this;
    const options = candidates(trace, view.position).map(({ tracked, id }): Option => {
      const token = visibleToken(trace.string(id));
      return { value: tracked, label: tracked === null ? words.nextInText(token) : `${tracked + 1}  ${token}` };
    });
    const value = options.some((option) => option.value === view.tracked) ? view.tracked : options[0]!.value;
    const choose = (tracked: number | null): void => this.choose({ tracked });
    return picker({ name: 'tracked', label: words.tracked, value, options, choose }, words);
  }

  protected override pressed(event: MouseEvent): void {
    const [layer, position] = [pointedAt(event, 'layer'), pointedAt(event, 'position')];
    this.session.set({
      ...(layer === null || layer === 0 ? {} : { block: layer - 1 }),
      ...(position === null ? {} : { position, key: null }),
    });
  }

  protected override moved({ trace, view }: Scene<LensSpec>, down: number, right: number): void {
    const [block, position] = [view.block + down, view.position + right];
    if (block < 0 || block >= trace.meta.model.config.n_layer || !(position in trace.meta.tokens)) return;
    this.session.set(right === 0 ? { block } : { position, key: null });
  }
}
