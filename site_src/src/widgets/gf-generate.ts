import { html, type TemplateResult } from 'lit';
import type { Drawing } from '../core/generation';
import { fragmentOf, generate, type GenerateSpec } from '../draw';
import type { Trace } from '../trace/types';
import { GfFigure, type Scene } from './figure';
import { pointedAt } from './pointing';
import { WritingDesk } from './writing_desk';

/** The model writes on from the page's text: token by token, each with what it was drawn from. */
export class GfGenerate extends GfFigure<GenerateSpec> {
  protected readonly kind = generate;
  protected readonly own = ['temperature', 'topK', 'topP'] as const;
  protected override readonly chooses = 'generate';
  readonly #desk = new WritingDesk(() => ({
    session: this.session,
    locale: this.locale,
    model: this.session.modelFor(this.model),
    modelName: this.scene?.trace.meta.model.name ?? '',
    by: this.#by,
    changeSeed: (seed) => this.session.writing.setSeed(seed),
    changed: () => void this.follow(),
  }));

  protected override subscriptions(): (() => void)[] {
    const { writing, live } = this.session;
    const follow = (): void => {
      if (writing.state.asked !== null) this.#open(); // to restore what a link says is written
      if (this.scene) void this.follow();
    };
    follow();
    return [
      ...super.subscriptions(),
      writing.subscribe(follow),
      live.subscribe(() => this.requestUpdate()),
      () => writing.stop(),
    ];
  }

  protected override async wanted(): Promise<Trace> {
    const trace = await super.wanted();
    const { writing, state } = this.session;
    await writing.follow(trace, this.session.modelFor(this.model));
    if (state.text === null || state.text === trace.meta.text) void writing.restore(this.#by);
    return writing.base ?? trace; // without what is written after it
  }

  /** Unfolds what the figure is folded away in. */
  #open(): void {
    const folded = this.closest('details');
    if (folded) folded.open = true;
  }

  get #by(): Drawing {
    const { temperature, topK, topP } = this.choices;
    const usual = this.session.writing.usual;
    return {
      temperature: temperature ?? usual.temperature,
      topK: topK === undefined ? usual.topK : topK,
      topP: topP === undefined ? usual.topP : topP,
      seed: this.session.writing.state.seed ?? usual.seed,
    };
  }

  protected override get settings(): GenerateSpec {
    const { line, left, busy, target } = this.session.writing.state;
    const { selected, candidate } = this.#desk;
    return { ...super.settings, line, left, selected, candidate, busy: busy || target !== null };
  }

  protected override get changed(): boolean {
    return super.changed || this.session.writing.changed;
  }

  protected override reset(): void {
    this.#desk.forget();
    this.session.writing.reset();
    super.reset();
  }

  /** With what the reader chose: the rest is usual there too. */
  protected override explored({ trace, view }: Scene<GenerateSpec>, model?: string): string | null {
    const { seed } = this.session.writing.state;
    const drawn = seed === null ? view : { ...view, seed };
    return fragmentOf(this.kind.kind, trace, drawn, model);
  }

  protected override source(scene: Scene<GenerateSpec>): string {
    const { loaded } = this.session.writing;
    const line = scene.view.line ?? [];
    const live = line.some(({ cost }) => cost !== undefined);
    if (!live || !loaded) return super.source(scene);
    const stored = line.some(({ cost, by }) => cost === undefined && by !== null);
    const { source } = this.words;
    const kind = stored ? `${source.precomputed} + ${source.live}` : source.live;
    return `${kind} · ${scene.trace.meta.model.name} · ${loaded.variant}`;
  }

  protected override controls({ view }: Scene<GenerateSpec>): TemplateResult {
    return html`${this.#desk.controls()}${this.#desk.settings(view)}`;
  }

  protected override pressed(event: MouseEvent): void {
    const [written, left, candidate] = ['written', 'left', 'token-id'].map((name) => pointedAt(event, name));
    if (typeof written === 'number') this.#desk.select(written);
    else if (typeof left === 'number') {
      this.#desk.forget();
      this.session.writing.take(left);
    } else if (typeof candidate === 'number') this.#desk.point(candidate);
  }

  /** Left and right from token to token, up and down through what it could have been. */
  protected override moved(_scene: Scene<GenerateSpec>, down: number, right: number): void {
    if (right !== 0) this.#desk.select(this.#desk.shown + right);
    else this.#desk.movePointed(down);
  }
}
