import { html, nothing, type TemplateResult } from 'lit';
import { message } from '../core/messages';
import { ablate, REMOVALS, type AblateSpec, type Experiment } from '../draw';
import type { Interventions } from '../engine';
import type { Trace } from '../trace/types';
import { codeOf, isAbort } from '../session';
import { slugOf } from '../trace/library';
import { segments } from './controls';
import { GfFigure, type Scene } from './figure';
import { blockPicker, headPicker } from './pickers';

/** What a run is without. */
type Part = Pick<Experiment, 'remove' | 'block' | 'head'>;

/** The prediction with and without a part: choose the part, and the live model runs twice, as it is and without it. */
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
    const part: Part = { remove: view.remove, block: view.block, head: view.head };
    this.#runWithout(trace, part);
    // A finished run of another part or text is not this one's.
    const experiment = this.#experiment && isOf(this.#experiment, trace, part) ? this.#experiment : null;
    this.scene = { trace, view: { ...view, experiment } };
    super.show(this.scene);
  }

  protected override controls(scene: Scene<AblateSpec>): TemplateResult {
    const { session, words, locale } = this;
    const { remove } = scene.view;
    const options = REMOVALS.map((value) => ({ value, label: message(locale, `ablate.option.${value}`) }));
    const choose = (value: string): void => this.choose({ remove: REMOVALS.find((name) => name === value) ?? remove });
    const label = message(locale, 'ablate.remove');
    return html`${segments({ name: 'remove', label, value: remove, options, choose })}
    ${remove === 'head' || remove === 'mlp' ? blockPicker(scene, session, words) : nothing}
    ${remove === 'head' ? headPicker(scene, session, words) : nothing}
    ${
      this.#failed === null
        ? nothing
        : html`<p class="gf-note" role="alert">${message(locale, 'ablate.failed', { code: this.#failed })}</p>`
    }`;
  }

  /** Runs the text as it is and without the part, where the model runs live; the newest choice wins. */
  #runWithout(trace: Trace, part: Part): void {
    const { text, model } = trace.meta;
    const asked = JSON.stringify([model.id, text, part]);
    if (!this.session.live.runs(slugOf(model.id))) {
      this.#asked = ''; // what failed may be tried again once it runs
      return;
    }
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#failed = null;
    this.#run?.abort();
    void this.#compare(text, part, (this.#run = new AbortController()));
  }

  async #compare(text: string, part: Part, run: AbortController): Promise<void> {
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

function isOf(experiment: Experiment, trace: Trace, part: Part): boolean {
  return (
    experiment.before.meta.model.id === trace.meta.model.id &&
    experiment.before.meta.text === trace.meta.text &&
    experiment.remove === part.remove &&
    experiment.block === part.block &&
    experiment.head === part.head
  );
}

export function interventionsOf({ remove, block, head }: Part): Interventions {
  if (remove === 'head') return { headScale: [{ layer: block, head, scale: 0 }] };
  if (remove === 'mlp') return { mlpScale: [{ layer: block, scale: 0 }] };
  return remove === 'positions' ? { positions: false } : { causal: false };
}
