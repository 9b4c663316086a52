import type { TemplateResult } from 'lit';
import { partAfter, partsOf, removals, type RemovalsSpec, type RemovedPart } from '../draw';
import type { Trace } from '../trace/types';
import { GfFigure, type Scene } from './figure';
import { pointedAt } from './pointing';
import { removalControls } from './removal_controls';

/** A map of what each part is needed for; it follows the examples, not the reader's text. */
export class GfRemovals extends GfFigure<RemovalsSpec> {
  protected readonly kind = removals;
  protected readonly own = ['block', 'head'] as const;

  protected override readonly chooses = 'removals';

  /** A live run removes one part at a time: the figure keeps an example. */
  protected override wanted(): Promise<Trace> {
    return this.wantedWith((trace) => trace.hasAblations());
  }

  protected override controls(scene: Scene<RemovalsSpec>): TemplateResult {
    const choose = (remove: RemovalsSpec['remove']): void => this.choose({ remove });
    return removalControls(scene, this.session, this.words, this.locale, choose);
  }

  protected override pressed(event: MouseEvent): void {
    const place = pointedAt(event, 'removal');
    const part = place === null ? undefined : this.scene && partsOf(this.scene.trace.meta.model.config)[place];
    if (part) this.#chooseRemoved(part);
  }

  protected override moved({ trace, view }: Scene<RemovalsSpec>, down: number, right: number): void {
    const part = partAfter(trace.meta.model.config, view, down, right);
    if (part) this.#chooseRemoved(part);
  }

  #chooseRemoved({ remove, block, head }: RemovedPart): void {
    this.choose({ remove });
    if (remove === 'head') this.session.set({ block, head });
    else if (remove === 'mlp') this.session.set({ block });
  }
}
