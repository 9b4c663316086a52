import { html, nothing, type TemplateResult } from 'lit';
import { message } from '../core/messages';
import { ablate, type AblateSpec, type Experiment, type RemovedPart } from '../draw';
import type { Interventions } from '../engine';
import type { Trace } from '../trace/types';
import { codeOf, isAbort } from '../session';
import { slugOf } from '../trace/library';
import { GfFigure, type Scene } from './figure';
import { removalControls } from './removal_controls';

/**
 * The prediction with and without a part. Of an example it is stored; with the reader's own text the live model runs twice,
 * as it is and without the part.
 */
export class GfAblate extends GfFigure<AblateSpec> {
  protected readonly kind = ablate;
  protected readonly own = ['block', 'head'] as const;
  #experiment: Experiment | null = null;
  /** What the unfinished run, or the last one that failed, is for. */
  #asked = '';
  #failed: string | null = null;
  #run: AbortController | null = null;

  protected override get settings(): AblateSpec {
    return { ...super.settings, experiment: this.#experiment };
  }

  protected override subscriptions(): (() => void)[] {
    const started = this.session.live.subscribe(() => void (this.scene && this.follow()));
    return [...super.subscriptions(), started, () => this.#run?.abort()];
  }

  protected override source(scene: Scene<AblateSpec>): string {
    const { experiment } = scene.view;
    return super.source(experiment ? { ...scene, trace: experiment.before } : scene);
  }

  protected override show(scene: Scene<AblateSpec>): void {
    const { trace, view } = scene;
    const part: RemovedPart = { remove: view.remove, block: view.block, head: view.head };
    this.#runWithout(trace, part);
    // A finished run of another part or text is not this one's.
    const experiment = this.#experiment && isOf(this.#experiment, trace, part) ? this.#experiment : null;
    this.scene = { trace, view: { ...view, experiment } };
    super.show(this.scene);
  }

  protected override controls(scene: Scene<AblateSpec>): TemplateResult {
    const { session, words, locale } = this;
    const choose = (remove: AblateSpec['remove']): void => this.choose({ remove });
    return html`${removalControls(scene, session, words, locale, choose)}
    ${
      this.#failed === null
        ? nothing
        : html`<p class="gf-note" role="alert">${message(locale, 'ablate.failed', { code: this.#failed })}</p>`
    }`;
  }

  /** Runs the text as it is and without the part, where the model runs live; the newest choice wins. */
  #runWithout(trace: Trace, part: RemovedPart): void {
    const { text, model } = trace.meta;
    const asked = JSON.stringify([model.id, text, part]);
    if (trace.hasAblations() || !this.session.live.runs(slugOf(model.id))) {
      this.#asked = ''; // what failed may be tried again once it runs
      return;
    }
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#failed = null;
    this.#run?.abort();
    void this.#compare(text, part, (this.#run = new AbortController()));
  }

  async #compare(text: string, part: RemovedPart, run: AbortController): Promise<void> {
    const { live } = this.session;
    try {
      const before = await live.trace(text, run.signal, { beside: true });
      const after = await live.trace(text, run.signal, { beside: true, interventions: interventionsOf(part) });
      if (run.signal.aborted) return;
      this.#experiment = { ...part, before, after };
    } catch (error) {
      if (run.signal.aborted || isAbort(error)) return;
      this.#failed = codeOf(error);
    }
    await this.follow();
  }
}

function isOf(experiment: Experiment, trace: Trace, part: RemovedPart): boolean {
  return (
    experiment.before.meta.model.id === trace.meta.model.id &&
    experiment.before.meta.text === trace.meta.text &&
    experiment.remove === part.remove &&
    experiment.block === part.block &&
    experiment.head === part.head
  );
}

export function interventionsOf({ remove, block, head }: RemovedPart): Interventions {
  if (remove === 'head') return { headScale: [{ layer: block, head, scale: 0 }] };
  if (remove === 'mlp') return { mlpScale: [{ layer: block, scale: 0 }] };
  return remove === 'positions' ? { positions: false } : { causal: false };
}
