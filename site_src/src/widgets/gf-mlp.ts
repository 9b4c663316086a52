import { html, type TemplateResult } from 'lit';
import { mlp, neuronsAt, strongestOf, type MlpSpec } from '../draw';
import { GfFigure, type Scene } from './figure';
import { blockPicker, tokenPicker } from './pickers';
import { pointedAt } from './pointing';

/** A block's MLP at one token: choose a neuron to see it worked out. */
export class GfMlp extends GfFigure<MlpSpec> {
  protected readonly kind = mlp;
  protected readonly own = ['block', 'position', 'key'] as const;

  protected override readonly chooses = 'mlp';

  protected override controls(scene: Scene<MlpSpec>): TemplateResult {
    return html`${tokenPicker(scene, this.session, this.words)}${blockPicker(scene, this.session, this.words)}`;
  }

  protected override pressed(event: MouseEvent): void {
    const neuron = pointedAt(event, 'neuron');
    if (neuron !== null) this.choose({ neuron });
  }

  protected override moved({ trace, view }: Scene<MlpSpec>, down: number, right: number): void {
    const position = view.position + right;
    if (right !== 0 && position in trace.meta.tokens) return this.session.set({ position, key: null });
    const strongest = strongestOf(neuronsAt(trace, view) ?? []).map(({ index }) => index);
    const next = strongest[Math.max(0, strongest.indexOf(view.neuron ?? strongest[0] ?? -1)) + down];
    if (down !== 0 && next !== undefined) this.choose({ neuron: next });
  }
}
