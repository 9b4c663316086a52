import { html, nothing, type TemplateResult } from 'lit';
import { qkv, VECTORS, type QkvSpec } from '../draw';
import { message } from '../core/messages';
import { segments } from './controls';
import { GfFigure, type Scene } from './figure';
import { blockPicker, headPicker, tokenPicker } from './pickers';
import { pointedAt, wordAt } from './pointing';

/** A head's query, key and value of one token: choose which one is worked out. */
export class GfQkv extends GfFigure<QkvSpec> {
  protected readonly kind = qkv;
  protected readonly own = ['block', 'head', 'position', 'key'] as const;

  protected override readonly chooses = 'qkv';

  protected override controls(scene: Scene<QkvSpec>): TemplateResult {
    const { session, words } = this;
    const options = VECTORS.map((value) => ({ value, label: value }));
    return html`${tokenPicker(scene, session, words)}${blockPicker(scene, session, words)}
    ${headPicker(scene, session, words)}
    ${
      scene.view.show === 'all'
        ? nothing
        : segments({
            name: 'vector',
            label: message(this.locale, 'qkv.vector'),
            value: scene.view.vector,
            options,
            choose: (value) => this.#choose(value),
          })
    }`;
  }

  protected override pressed(event: MouseEvent): void {
    const position = pointedAt(event, 'position');
    if (position === null) this.#choose(wordAt(event, 'vector'));
    else this.session.set({ position, key: null });
  }

  protected override moved({ trace, view }: Scene<QkvSpec>, down: number, right: number): void {
    const all = view.show === 'all';
    if (down !== 0 && !all) return this.#choose(VECTORS[VECTORS.indexOf(view.vector) + down] ?? null);
    const position = view.position + right + (all ? down : 0);
    if (position in trace.meta.tokens) this.session.set({ position, key: null });
  }

  #choose(value: string | null): void {
    const vector = VECTORS.find((name) => name === value);
    if (vector) this.choose({ vector });
  }
}
