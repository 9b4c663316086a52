import { html, type TemplateResult } from 'lit';
import { formatCount } from '../core/numbers';
import { training, type TrainingSpec } from '../draw';
import type { Trace } from '../trace/types';
import { button, slider } from './controls';
import { GfFigure, type Scene } from './figure';
import { blockPicker, headPicker } from './pickers';
import { pointedAt } from './pointing';

/** How long a checkpoint stands while the training plays, in milliseconds. */
const PACE = 1100;

/** One text through the training: a slider over the stored checkpoints, or all of them in turn. */
export class GfTraining extends GfFigure<TrainingSpec> {
  protected readonly kind = training;
  protected readonly own = ['block', 'head'] as const;
  protected override readonly chooses = 'training';
  /** The checkpoint that the reader chose, or that has been played; null: the author's. */
  #stage: number | null = null;
  #playing: ReturnType<typeof setInterval> | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#pause();
  }

  protected override get settings(): TrainingSpec {
    return this.#stage === null ? super.settings : { ...super.settings, stage: this.#stage };
  }

  protected override get changed(): boolean {
    return super.changed || this.#stage !== null;
  }

  protected override reset(): void {
    this.#pause();
    this.#stage = null;
    super.reset();
    void this.follow();
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
        this.#show(value);
      },
    })}
    ${button('play', this.#playing === null ? words.training.play : words.training.pause, () => this.#toggle(), {
      primary: true,
    })}
    ${blockPicker(scene, this.session, words)}${headPicker(scene, this.session, words)}`;
  }

  protected override pressed(event: MouseEvent): void {
    const stage = pointedAt(event, 'stage');
    if (stage === null) return;
    this.#pause();
    this.#show(stage);
  }

  protected override moved(scene: Scene<TrainingSpec>, down: number, right: number): void {
    const last = (scene.trace.loadedTraining()?.stages.length ?? 1) - 1;
    this.#pause();
    this.#show(Math.max(0, Math.min(last, this.#shown(scene) + right - down)));
  }

  #shown({ trace, view }: Scene<TrainingSpec>): number {
    const last = (trace.loadedTraining()?.stages.length ?? 1) - 1;
    return Math.max(0, Math.min(view.stage ?? last, last));
  }

  #show(stage: number): void {
    this.#stage = stage;
    void this.follow();
  }

  /** Plays on from here; from the start where the end is shown. */
  #toggle(): void {
    if (this.#playing !== null) return this.#pause();
    const scene = this.scene;
    if (!scene) return;
    const last = (scene.trace.loadedTraining()?.stages.length ?? 1) - 1;
    const from = this.#shown(scene);
    this.#playing = setInterval(() => this.#next(last), PACE);
    this.#show(from >= last ? 0 : from + 1);
  }

  #next(last: number): void {
    const stage = (this.#stage ?? 0) + 1;
    if (stage >= last) this.#pause();
    this.#show(Math.min(stage, last));
  }

  #pause(): void {
    if (this.#playing !== null) clearInterval(this.#playing);
    this.#playing = null;
    this.requestUpdate();
  }
}
