import { html, nothing, type TemplateResult } from 'lit';
import { live as exactly } from 'lit/directives/live.js';
import type { Candidate, Drawing } from '../core/generation';
import { formatFixed } from '../core/numbers';
import { visibleToken } from '../core/token';
import type { Locale, View } from '../core/types';
import type { Session } from '../session';
import { button, segments } from './controls';
import { liveActions, livePanel } from './live_panel';
import { messages } from './messages';
import { samplingSliders } from './sampling_sliders';
import { settingsWords } from './settings_words';
import { writingWords, type WritingWords } from './writing_words';

/** Tokens that one press of "play" writes. */
const COUNT = 24;
/** Milliseconds that a token stands before the next one is drawn. */
const PACES = { slow: 1400, normal: 500, fast: 0 } as const;
type Pace = keyof typeof PACES;

/** The element that a desk stands in. */
export interface Desk {
  readonly session: Session;
  readonly locale: Locale;
  /** The model that the text is read by, and its name. */
  readonly model: string;
  readonly modelName: string;
  /** How the next token is drawn. */
  readonly by: Drawing;
  readonly changeSeed: (seed: number) => void;
  /** Shows the element anew. */
  changed(): void;
}

/** Which written token is shown, and which of its candidates is pointed out. */
export class WritingDesk {
  selected: number | null = null;
  candidate: number | null = null;
  #pace: Pace = 'normal';

  constructor(private readonly desk: () => Desk) {}

  get #state() {
    return this.desk().session.writing.state;
  }

  /** The written token that is shown, counted from 0; −1 where nothing is written. */
  get shown(): number {
    const last = this.#state.line.length - 1;
    return Math.min(this.selected ?? last, last);
  }

  get #candidate(): Candidate | undefined {
    const token = this.#state.line[this.shown];
    return token?.distribution.candidates.find(({ id }) => id === this.candidate && id !== token.id);
  }

  select(index: number): void {
    if (!(index in this.#state.line)) return;
    this.selected = index;
    this.candidate = null;
    this.desk().changed();
  }

  point(id: number | null): void {
    this.candidate = id;
    this.desk().changed();
  }

  /** The candidate above or below the pointed one. */
  movePointed(by: number): void {
    const token = this.#state.line[this.shown];
    const candidates = token?.distribution.candidates ?? [];
    const at = candidates.findIndex(({ id }) => id === (this.candidate ?? token?.id));
    const next = candidates[Math.max(0, Math.min(candidates.length - 1, at + by))];
    if (next) this.point(next.id);
  }

  forget(): void {
    this.selected = null;
    this.candidate = null;
  }

  /** Buttons, progress, and what stands in the way. */
  controls(): TemplateResult {
    const words = writingWords[this.desk().locale];
    return html`<div class="gf-desk" role="group" aria-label=${words.group}>
      ${this.#buttons(words)}${this.#progress(words)}${this.#ofToken(words)}${this.#halt(words)}
    </div>`;
  }

  /** Temperature, filters and seed. */
  settings(view: View): TemplateResult {
    const { session, locale, by, changeSeed } = this.desk();
    const words = writingWords[locale];
    const typed = (event: Event): void => {
      const value = (event.target as HTMLInputElement).valueAsNumber;
      if (Number.isSafeInteger(value) && value >= 0) changeSeed(value);
    };
    return html`${samplingSliders({ ...view, ...by }, session, messages[locale])}
      <div class="gf-control gf-seed">
        <span class="gf-label" aria-hidden="true">${words.seed}</span>
        <div class="gf-picker">
          <input
            type="number"
            min="0"
            step="1"
            inputmode="numeric"
            data-control="seed"
            aria-label=${words.seed}
            .value=${exactly(String(by.seed))}
            @change=${typed}
          />
          <button
            type="button"
            class="gf-step"
            data-control="other-seed"
            title=${words.otherSeed}
            @click=${() => changeSeed(by.seed + 1)}
          >
            +1
          </button>
        </div>
      </div>`;
  }

  #buttons(words: WritingWords): TemplateResult {
    const { writing } = this.desk().session;
    const { line, target, busy } = this.#state;
    const plays = target !== null;
    const paces = (Object.keys(PACES) as Pace[]).map((value) => ({ value, label: words.paces[value] }));
    const choose = (value: string): void => {
      this.#pace = value as Pace;
      this.desk().changed();
    };
    return html`<div class="gf-desk-buttons">
        ${button('back', words.back, () => this.#do(() => writing.back()), { disabled: line.length === 0 })}
        ${button('step', words.step, () => this.#do(() => writing.step(this.desk().by)), {
          primary: true,
          disabled: plays || busy,
        })}
        ${button('play', plays ? words.pause : words.play, () => (plays ? writing.stop() : this.#play()))}
        ${button('stop', words.stop, () => writing.stop(), { disabled: !plays && !busy })}
      </div>
      ${segments({ name: 'pace', label: words.pace, value: this.#pace, options: paces, choose })}${this.#stopAt(words)}`;
  }

  /** Where playing ends by itself. */
  #stopAt(words: WritingWords): TemplateResult {
    const { writing } = this.desk().session;
    return html`<label class="gf-control gf-stop-at">
      <span class="gf-label">${words.stopAt}</span>
      <span class="gf-picker">
        <input
          type="text"
          data-control="stop-at"
          autocomplete="off"
          placeholder=${words.nowhere}
          .value=${exactly(this.#state.stop)}
          @input=${(event: Event) => writing.setStop((event.target as HTMLInputElement).value)}
        />
      </span>
    </label>`;
  }

  #do(act: () => unknown): void {
    this.forget();
    act();
  }

  #play(): void {
    this.forget();
    void this.desk().session.writing.play(
      () => this.desk().by,
      COUNT,
      () => PACES[this.#pace],
    );
  }

  #progress(words: WritingWords): TemplateResult {
    const { line, target } = this.#state;
    const cost = line.at(-1)?.cost;
    const told = cost ? `, ${words.cost(formatFixed(cost.milliseconds, 1), cost.tokens)}` : '';
    const text = target === null ? words.written(line.length) : words.progress(line.length, target);
    return html`<p class="gf-desk-progress">
      ${
        target === null
          ? nothing
          : html`<progress max=${COUNT} .value=${COUNT - (target - line.length)} aria-label=${text}></progress>`
      }
      <span>${text}${told}</span>
    </p>`;
  }

  /** What can be done at the token that is shown. */
  #ofToken(words: WritingWords): TemplateResult | typeof nothing {
    const { session, by, changeSeed } = this.desk();
    const token = this.#state.line[this.shown];
    if (!token) return nothing;
    const candidate = this.#candidate;
    const redraw = (): void => {
      const [index, next] = [this.shown, { ...by, seed: by.seed + 1 }];
      this.forget();
      changeSeed(next.seed);
      void session.writing.redraw(index, next);
    };
    const choose = (): void => {
      if (candidate) session.writing.choose(this.shown, candidate);
      this.candidate = null;
    };
    return html`<div class="gf-desk-buttons gf-desk-token">
      <button type="button" class="gf-button" data-control="redraw" title=${words.redrawHint} @click=${redraw}>
        ${words.redraw(visibleToken(token.string))}
      </button>
      ${candidate ? button('choose', words.choose(visibleToken(candidate.string)), choose, { primary: true }) : nothing}
    </div>`;
  }

  #halt(words: WritingWords): TemplateResult | typeof nothing {
    const { halt } = this.#state;
    if (halt === null) return nothing;
    if (halt.why === 'failed') return html`<p class="gf-problem" role="alert">${words.halts.failed(halt.code)}</p>`;
    if (halt.why === 'stop') return html`<p class="gf-note" role="status">${words.halts.stop(halt.text)}</p>`;
    if (halt.why === 'end' || halt.why === 'context')
      return html`<p class="gf-note" role="status">${words.halts[halt.why]}</p>`;
    const { session, locale, model, modelName } = this.desk();
    const { live, writing } = session;
    if (live.runs(model)) return nothing;
    const { count } = halt;
    // The tokens that were asked for.
    const act = liveActions(live, model, () =>
      count > 1 ? writing.play(() => this.desk().by, count) : writing.step(this.desk().by),
    );
    const panel = { words: messages[locale], more: settingsWords[locale] };
    return html`<div class="gf-status gf-desk-live" role="status">
      <p>${words.halts['not-live'](count)}</p>
      ${livePanel(live.stateFor(model), modelName, false, act, panel)}
    </div>`;
  }
}
