import { html, type TemplateResult } from 'lit';
import { writeAddress } from '../core/address';
import { visibleToken } from '../core/token';
import { bpe, bpeShown, positionsOf, textOfWord, type BpeSpec } from '../draw';
import type { Tokenized } from '../engine';
import type { Trace } from '../trace/types';
import { button, picker, slider } from './controls';
import { GfFigure, type Scene } from './figure';
import { Player } from './player';
import { pointedAt } from './pointing';

/** Merges, one by one: a slider over them, or all in turn. A text that the reader types is cut before any model runs. */
export class GfBpe extends GfFigure<BpeSpec> {
  protected readonly kind = bpe;
  protected readonly own = ['position', 'key'] as const;
  protected override readonly chooses = 'bpe';
  /** How many merges the reader sees done; undefined: as many as the author says. */
  #step: number | undefined;
  /** The reader's own text, where no trace is of it. */
  #typed: Tokenized | null = null;
  readonly #player = new Player((step) => this.#show(step));

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#player.pause();
  }

  protected override get settings(): BpeSpec {
    const last = (this.#typed?.ids.length ?? 0) - 1;
    const typed = this.#typed && { ...this.#typed, position: Math.min(this.choices.position ?? last, last) };
    return { ...super.settings, typed, ...(this.#step === undefined ? {} : { step: this.#step }) };
  }

  protected override get changed(): boolean {
    return super.changed || this.#step !== undefined;
  }

  protected override reset(): void {
    this.#player.pause();
    this.#step = undefined;
    super.reset();
    void this.follow();
  }

  /** Cutting a text takes the tokenizer alone: where no trace is of the reader's text, its merges are shown all the same. */
  protected override async wanted(): Promise<Trace> {
    const trace = await super.wanted();
    const { text } = this.session.state;
    const isCut = text === null || text === '' || trace.meta.text === text;
    const cut = isCut ? null : await this.session.live.tokenize(text, this.model).catch(() => null);
    if (this.session.state.text === text) this.#typed = cut;
    return trace;
  }

  protected override controls({ trace, view }: Scene<BpeSpec>): TemplateResult {
    const { words } = this;
    const shown = bpeShown(trace, view);
    const last = shown?.word.merges.length ?? 0;
    const step = shown?.step ?? 0;
    const options = (shown?.cut.words ?? []).map((word, value) => ({
      value,
      label: `${value}  ${visibleToken(textOfWord(word))}`,
    }));
    return html`${slider({
      name: 'step',
      label: words.bpe.merges,
      min: 0,
      max: last,
      step: 1,
      value: step,
      text: words.bpe.of(step, last),
      choose: (value) => this.#choose(value),
    })}
    ${button('play', this.#player.plays ? words.training.pause : words.training.play, () => this.#toggle(step, last), {
      primary: true,
      disabled: last === 0,
    })}
    ${picker(
      {
        name: 'word',
        label: words.bpe.word,
        value: shown?.index ?? null,
        options,
        choose: (index) => this.#chooseWord(index),
      },
      words,
    )}`;
  }

  protected override pressed(event: MouseEvent): void {
    const [word, merge] = [pointedAt(event, 'word'), pointedAt(event, 'merge')];
    const position = pointedAt(event, 'position');
    if (word !== null) this.#chooseWord(word);
    else if (merge !== null) this.#choose(merge);
    else if (position !== null) this.session.set({ position, key: null });
  }

  /** Left and right a merge, up and down a word. */
  protected override moved({ trace, view }: Scene<BpeSpec>, down: number, right: number): void {
    const shown = bpeShown(trace, view);
    if (!shown) return;
    if (down !== 0) this.#chooseWord(shown.index + down);
    else this.#choose(Math.max(0, Math.min(shown.word.merges.length, shown.step + right)));
  }

  protected override source(scene: Scene<BpeSpec>): string {
    return this.#typed ? `${this.words.bpe.typed} · ${scene.trace.meta.model.name}` : super.source(scene);
  }

  protected override explored(scene: Scene<BpeSpec>, model?: string): string | null {
    const { text } = this.session.state;
    const { typed } = scene.view;
    if (!typed || text === null) return super.explored(scene, model);
    return writeAddress({ ...(model === undefined ? {} : { model }), text, part: 'tokens', position: typed.position });
  }

  /** The word's first token is chosen in all figures of the page. */
  #chooseWord(index: number | null): void {
    if (!this.scene || index === null) return;
    const shown = bpeShown(this.scene.trace, this.scene.view);
    const position = shown && positionsOf(shown.cut)[index]?.[0];
    if (position === null || position === undefined) return;
    this.#player.pause();
    this.#step = undefined;
    this.session.set({ position, key: null });
  }

  #choose(step: number): void {
    this.#player.pause();
    this.#show(step);
  }

  #show(step: number): void {
    this.#step = step;
    void this.follow();
  }

  #toggle(step: number, last: number): void {
    if (this.#player.plays) this.#player.pause();
    else this.#player.play(step, last);
    this.requestUpdate();
  }
}
