import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { CONTEXTS, measureSpeed, PREFILL, type Speed } from '../engine/measure';
import type { TraceIndex } from '../trace/types';
import { button } from './controls';
import { GfElement } from './element';
import { liveActions, livePanel, statusName } from './live_panel';
import { whenNear } from './near';
import { settingsWords } from './settings_words';
import { speedMessages, type SpeedMessages } from './speed_messages';

const ROUNDS = 5;

/** Measures the running model in the reader's browser, as `scripts/bench engine` does on the author's machine. */
export class GfSpeed extends GfElement {
  #index: TraceIndex | null = null;
  #measuring: AbortController | null = null;
  #done = 0;
  #speed: Speed | null = null;
  #problem: string | null = null;

  protected override subscriptions(): (() => void)[] {
    return [
      whenNear(this, () => void this.#open()),
      this.session.live.subscribe(() => this.requestUpdate()),
      this.session.live.settings.subscribe(() => void (this.#index && this.#open())),
      () => this.#measuring?.abort(),
    ];
  }

  /** The page's model, or the one that the reader chose for all figures. */
  get #model(): string {
    return this.session.modelFor(this.model);
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

  protected override update(changed: PropertyValues): void {
    super.update(changed);
    this.dataset.state = this.#measuring ? 'measuring' : this.#speed ? 'measured' : this.session.live.state.name;
    this.dataset.status = statusName(this.session.live.state, this.#measuring !== null);
    if (this.#index) this.fill('panel', this.#panel(this.#index));
    else if (this.#problem)
      this.fill(
        'panel',
        this.#failure(() => void this.#open()),
      );
  }

  #panel({ model }: TraceIndex): TemplateResult {
    const { live } = this.session;
    if (!live.runs(this.#model)) {
      const hint = { liveHint: speedMessages[this.locale].hint };
      const words = { words: { ...this.words, ...hint }, more: settingsWords[this.locale] };
      const act = liveActions(live, this.#model);
      return html`${livePanel(live.stateFor(this.#model), model.name, false, act, words)}
      ${live.state.name === 'unavailable' ? nothing : html`<gf-settings model=${this.#model}></gf-settings>`}`;
    }
    const words = speedMessages[this.locale];
    if (this.#measuring) {
      const line = words.measuring(this.#done, ROUNDS);
      return html`<p role="status">${line}</p>
        <progress max=${ROUNDS} .value=${this.#done} aria-label=${line}></progress>
        ${button('stop', words.stop, () => this.#measuring?.abort())}`;
    }
    const name = this.#speed ? words.again : words.measure;
    const begin = (): void => void this.#measure(model.config.d_vocab);
    return html`${this.#problem === null ? nothing : this.#failure(begin)}
    ${this.#speed ? this.#table(this.#speed, words) : nothing} ${button('measure', name, begin, { primary: true })}`;
  }

  async #measure(vocabulary: number): Promise<void> {
    const run = (this.#measuring = new AbortController());
    const onRound = (done: number): void => {
      this.#done = done;
      this.requestUpdate();
    };
    this.#problem = null;
    onRound(0);
    try {
      this.#speed = await measureSpeed(this.session.live, { vocabulary, rounds: ROUNDS, signal: run.signal, onRound });
    } catch (error) {
      if (!run.signal.aborted) this.#problem = String(error);
    }
    this.#measuring = null;
    this.requestUpdate();
  }

  #failure(again: () => void): TemplateResult {
    return html`<p class="gf-problem">
        ${speedMessages[this.locale].failed} <small lang="en">(${this.#problem})</small>
      </p>
      ${button('try-again', this.words.tryAgain, again)}`;
  }

  #table({ prefill, decode }: Speed, words: SpeedMessages): TemplateResult {
    const { state } = this.session.live;
    if (state.name !== 'on') return html``;
    const { manifest, variant, provider } = state.loaded;
    const caption = words.caption(manifest.model.name, variant, this.words.providers[provider]);
    const rows = [
      [words.read(PREFILL), prefill / PREFILL] as const,
      ...CONTEXTS.map((context, i) => [words.write(context), decode[i]!] as const),
    ];
    return html`<table class="gf-data">
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${[words.what, words.time, words.rate].map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([what, time]) =>
            html`<tr>
              <th scope="row">${what}</th>
              <td>${words.milliseconds(time.toFixed(time < 10 ? 1 : 0))}</td>
              <td>${(1000 / time).toFixed(0)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }
}
