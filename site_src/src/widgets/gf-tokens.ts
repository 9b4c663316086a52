import type { TemplateResult } from 'lit';
import { tokens } from '../draw';
import { picker } from './controls';
import { GfFigure, type Scene } from './figure';
import { pointedAt } from './pointing';
import { tokenOptions } from './options';

/** The text in tokens; choosing one chooses it in all figures of the page. */
export class GfTokens extends GfFigure {
  protected readonly kind = tokens;
  protected readonly own = ['position', 'key'] as const;

  protected override readonly chooses = 'tokens';

  protected override controls({ trace, view }: Scene<object>): TemplateResult {
    const options = tokenOptions(trace.meta.tokens);
    const choose = (position: number | null): void => this.#choose(position);
    return picker({ name: 'position', label: this.words.token, value: view.position, options, choose }, this.words);
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
