import { html, type TemplateResult } from 'lit';
import { formatCount } from '../core/numbers';
import { training, type TrainingSpec } from '../draw';
import type { Trace } from '../trace/types';
import { button, slider } from './controls';
import { GfFigure, type Scene } from './figure';
import { blockPicker, headPicker } from './pickers';
import { Player } from './player';
import { pointedAt } from './pointing';

/** One text through the training: a slider over the stored checkpoints, or all of them in turn. */
export class GfTraining extends GfFigure<TrainingSpec> {
  protected readonly kind = training;
  protected readonly own = ['block', 'head'] as const;
  protected override readonly chooses = 'training';
  readonly #player = new Player((stage) => this.choose({ stage }));

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#pause();
  }

  protected override reset(): void {
    this.#pause();
    super.reset();
  }

  /** A text that was not followed through the training is not shown: the figure keeps its own. */
  protected override async wanted(): Promise<Trace> {
    const trace = await super.wanted();
    return trace.hasTraining() ? trace : this.session.library.open(this.model, this.prompt);
  }

  protected override controls(scene: Scene<TrainingSpec>): TemplateResult {
    const { words } = this;
    const stages = scene.trace.loadedTraining()?.stages ?? [];
    const last = Math.max(stages.length - 1, 0);
    const stage = this.#shown(scene);
    return html`${slider({
      name: 'stage',
      label: words.training.step,
      min: 0,
      max: last,
      step: 1,
      value: stage,
      text: formatCount(stages[stage]?.step ?? 0),
      choose: (value) => {
        this.#pause();
        this.choose({ stage: value });
      },
    })}
    ${button('play', this.#player.plays ? words.training.pause : words.training.play, () => this.#toggle(stage, last), {
      primary: true,
    })}
    ${blockPicker(scene, this.session, words)}${headPicker(scene, this.session, words)}`;
  }

  protected override pressed(event: MouseEvent): void {
    const stage = pointedAt(event, 'stage');
    if (stage === null) return;
    this.#pause();
    this.choose({ stage });
  }

  protected override moved(scene: Scene<TrainingSpec>, down: number, right: number): void {
    const last = (scene.trace.loadedTraining()?.stages.length ?? 1) - 1;
    this.#pause();
    this.choose({ stage: Math.max(0, Math.min(last, this.#shown(scene) + right - down)) });
  }

  #shown({ trace, view }: Scene<TrainingSpec>): number {
    const last = (trace.loadedTraining()?.stages.length ?? 1) - 1;
    return Math.max(0, Math.min(view.stage ?? last, last));
  }

  #toggle(stage: number, last: number): void {
    if (this.#player.plays) this.#player.pause();
    else this.#player.play(stage, last);
    this.requestUpdate();
  }

  #pause(): void {
    this.#player.pause();
    this.requestUpdate();
  }
}
