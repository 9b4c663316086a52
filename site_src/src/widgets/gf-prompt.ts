import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { ModelConfig } from '../core/types';
import { tokenLimit } from '../engine/limits';
import type { LiveState } from '../session';
import type { PromptEntry, TraceIndex } from '../trace/types';
import { button } from './controls';
import { Debounce } from './debounce';
import { GfElement } from './element';
import { liveActions, livePanel, statusName } from './live_panel';
import { whenNear } from './near';
import { settingsWords } from './settings_words';

/** A pause in typing, in milliseconds, after which the figures follow. */
const PAUSE = 250;
/** Narrower than this, examples stand one below the other. */
const PHONE = '(max-width: 44.9375em)';

/** The page's text: one of the examples, or, where the model runs live, the reader's own. */
export class GfPrompt extends GfElement {
  static override properties = { ...GfElement.properties, spec: { type: Object } };

  declare spec: { readonly examples?: readonly string[] };
  #index: TraceIndex | null = null;
  #problem: string | null = null;
  /** What the box holds; the session hears of it after a pause. */
  #draft: string | null = null;
  #count: number | null = null;
  /** Tokens of the reader's text that the model's training never saw. */
  #unmet: readonly string[] = [];
  readonly #typing = new Debounce(PAUSE);

  constructor() {
    super();
    this.spec = {};
  }

  protected override subscriptions(): (() => void)[] {
    return [
      whenNear(this, () => void this.#open()),
      this.session.subscribe(() => this.#followSession()),
      this.session.live.subscribe(() => this.requestUpdate()),
      this.session.live.settings.subscribe(() => void (this.#index && this.#open())),
      () => this.#typing.cancel(),
    ];
  }

  /** The model of the texts: the page's, or the one that the reader chose for all figures. */
  get #model(): string {
    return this.session.modelFor(this.model);
  }

  get #live(): LiveState {
    return this.session.live.stateFor(this.#model);
  }

  async #open(): Promise<void> {
    try {
      this.#index = await this.session.library.index(this.#model);
      this.#problem = null;
    } catch (error) {
      this.#problem = String(error);
    }
    this.requestUpdate();
  }

  #followSession(): void {
    if (this.session.state.text === null) {
      this.#typing.cancel();
      this.#draft = null;
      this.#count = null;
      this.#unmet = [];
    }
    this.requestUpdate();
  }

  get #examples(): readonly PromptEntry[] {
    const { examples } = this.spec;
    return this.#index?.prompts.filter(({ id }) => examples?.includes(id) ?? true) ?? [];
  }

  get #example(): PromptEntry | undefined {
    const shown = this.session.state.prompt ?? this.prompt;
    return this.#index?.prompts.find(({ id }) => id === shown);
  }

  get #text(): string {
    return this.#draft ?? this.session.state.text ?? this.#example?.text ?? '';
  }

  /** Whether the session has yet to hear of what is in the box. */
  get #waits(): boolean {
    return this.#draft !== null && this.#draft !== this.session.state.text;
  }

  protected override update(changed: PropertyValues): void {
    super.update(changed);
    this.dataset.state = this.#problem !== null ? 'failed' : this.#index ? this.#live.name : 'static';
    this.dataset.status = statusName(this.#live, this.#isRunning);
    this.dataset.run = this.#waits ? 'waiting' : this.session.state.run.name;
    if (this.#problem !== null) this.fill('status', this.#failure());
    if (!this.#index) return;
    this.fill('controls', this.#controls(this.#index));
    this.#keepFocus(() => this.fill('status', this.#status(this.#index!)));
  }

  get #isRunning(): boolean {
    return this.session.state.run.name === 'running';
  }

  #failure(): TemplateResult {
    return html`<p class="gf-problem">${this.words.figureFailed} <small lang="en">(${this.#problem})</small></p>
      ${button('try-again', this.words.tryAgain, () => void this.#open())}`;
  }

  #controls({ model }: TraceIndex): TemplateResult {
    const { words, session } = this;
    const count = this.#count ?? (this.#draft === null ? (this.#example?.tokens.length ?? null) : null);
    return html`<label>
        <span class="gf-label">${words.text}</span>
        <textarea
          class="gf-text"
          rows="2"
          dir="auto"
          spellcheck="false"
          autocapitalize="off"
          autocomplete="off"
          data-control="text"
          ?readonly=${this.#live.name === 'unavailable'}
          .value=${live(this.#text)}
          @focus=${() => this.#countTokens()}
          @input=${(event: Event) => this.#typed((event.target as HTMLTextAreaElement).value)}
        ></textarea>
      </label>
      <div class="gf-row">
        <span class="gf-count">${count === null ? nothing : words.tokens(count, tokenLimit(model.config))}</span>
        <span class="gf-run" role="status">${this.#run(model.config)}</span>
        ${session.state.text === null && this.#draft === null ? nothing : button('back', words.back, () => this.#back())}
      </div>
      <p class="gf-unmet-note" role="status">${this.#unmet.length > 0 ? words.unmet(this.#unmet) : nothing}</p>
      <details class="gf-examples" ?open=${this.#live.name === 'unavailable'}>
        <summary>${words.examples}</summary>
        <ul>
          ${this.#examples.map((example) => this.#exampleItem(example))}
        </ul>
      </details>`;
  }

  #exampleItem({ id, text, reason }: PromptEntry): TemplateResult {
    const shown = this.session.state.text === null && this.#example?.id === id;
    const choose = (): void => {
      this.session.chooseExample(id);
      this.#closeLongList();
    };
    return html`<li>
      <button type="button" class="gf-example" data-example=${id} aria-pressed=${shown} @click=${choose}>
        <span class="gf-example-text" dir="auto">${text}</span>
        <span class="gf-example-reason">${reason[this.locale] ?? reason.en}</span>
      </button>
    </li>`;
  }

  /** On a phone the list is longer than the screen: closed again, the figures below it show the example. */
  #closeLongList(): void {
    const list = this.querySelector<HTMLDetailsElement>('.gf-examples');
    if (!list || !matchMedia(PHONE).matches) return;
    list.open = false;
    list.querySelector('summary')?.focus();
  }

  /** What is happening to the reader's own text. */
  #run(config: ModelConfig): string {
    const { words, session } = this;
    const { run, text } = session.state;
    if (run.name === 'running') return ''; // the status says so
    if (run.name === 'failed' && run.code === 'too-long') {
      const limit = tokenLimit(config);
      const reason = limit < config.n_ctx ? words.limitOfMemory(limit, config.n_ctx) : words.limitOfModel(limit);
      return `${words.failed[run.code]} ${reason}`;
    }
    if (run.name === 'failed') return words.failed[run.code];
    const own = this.#draft ?? text;
    return own !== null && !session.live.runs(this.#model) ? words.notYet : '';
  }

  #status({ model }: TraceIndex): TemplateResult {
    const act = liveActions(this.session.live, this.#model, () => this.session.write(this.#text, this.#model));
    const words = { words: this.words, more: settingsWords[this.locale] };
    return html`${livePanel(this.#live, model.name, this.#isRunning, act, words)}
    ${this.#live.name === 'unavailable' ? nothing : html`<gf-settings model=${this.#model}></gf-settings>`}`;
  }

  #typed(text: string): void {
    this.#draft = text;
    this.#typing.run(() => {
      this.#countTokens();
      void this.session.write(text, this.#model);
    });
    this.requestUpdate();
  }

  #back(): void {
    this.session.backToExamples();
    this.#box?.focus(); // the button that had the focus goes
  }

  get #box(): HTMLTextAreaElement | null {
    return this.find('controls')?.querySelector('textarea') ?? null;
  }

  /** The tokenizer is fetched when the box is first used, and counts in the engine's worker. */
  #countTokens(): void {
    if (this.#live.name === 'unavailable') return;
    const text = this.#text;
    const show = (count: number | null, unmet: readonly string[]): void => {
      if (text !== this.#text) return;
      this.#count = count;
      this.#unmet = unmet;
      this.requestUpdate();
    };
    this.session.live.tokenize(text, this.#model).then(
      ({ ids, strings, unseen }) => show(ids.length, [...new Set(unseen.map((position) => strings[position]!))]),
      () => show(null, []), // no count, then: running the text says what is wrong
    );
  }

  /** Where a pressed button is replaced, the focus goes to what replaced it; to the text once the model runs. */
  #keepFocus(render: () => void): void {
    const status = this.find('status')!;
    const active = (): boolean => status.contains(this.ownerDocument.activeElement);
    const had = active();
    render();
    if (!had || (active() && this.ownerDocument.activeElement !== status)) return;
    status.tabIndex = -1;
    const next = this.#live.name === 'on' ? this.#box : null;
    (next ?? status.querySelector('button') ?? status).focus();
  }
}
