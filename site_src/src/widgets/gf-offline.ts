import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { registry, type Course, type Offline, type OfflineState, type Wish } from '../session';
import { button } from './controls';
import { LightElement } from './light_element';
import { megabytes } from './megabytes';
import { offlineWords, type OfflineWords } from './offline_words';

/** Saves the course in this browser, says what is saved, and deletes it. What the page's HTML says stays until then. */
export class GfOffline extends LightElement {
  static override properties = { model: { type: String }, view: { type: String } };

  declare model: string;
  /** `pages` shows only which pages are kept. */
  declare view: 'all' | 'pages';
  #withModel = true;
  #unsubscribe: () => void = () => undefined;

  constructor() {
    super();
    this.model = 'embedded';
    this.view = 'all';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unsubscribe = this.#offline.subscribe(() => this.requestUpdate());
    void this.#offline.look(this.#wish);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe();
  }

  protected override render(): TemplateResult {
    const { state } = this.#offline;
    this.dataset.state = state.name;
    return this.#panel(state, offlineWords[this.locale]);
  }

  get #offline(): Offline {
    return registry.site.offline!;
  }

  get #wish(): Wish {
    const folder = this.locale === 'en' ? '.' : this.locale;
    return { folder, model: this.model, live: this.view === 'all' };
  }

  #panel(state: OfflineState, words: OfflineWords): TemplateResult {
    switch (state.name) {
      case 'unavailable':
        return html`<p class="gf-problem">${words.unavailable[state.why]}</p>`;
      case 'starting':
        return html`<p role="status">${words.starting}</p>`;
      case 'ready':
        return this.view === 'pages' ? this.#pages(state.course, words) : this.#offer(state.course, words);
      case 'saving':
        return this.#progress(state.loaded, state.total, words);
      case 'failed':
        return html`<p class="gf-problem" role="alert">
            ${words.failed[state.problem]} <small lang="en">(${state.message})</small>
          </p>
          ${button('try-again', words.tryAgain, () => void this.#offline.look(this.#wish), { primary: true })}`;
    }
  }

  #offer(course: Course, words: OfflineWords): TemplateResult {
    const { missing, kept, live: plan } = course;
    const size = missing + (this.#withModel ? (plan?.bytes ?? 0) : 0);
    const stored = kept + (plan?.stored ?? 0);
    return html`<fieldset class="gf-offline-parts">
        <legend>${words.what}</legend>
        ${this.#row(words.course, missing, words, true)}
        ${plan ? this.#row(words.model(plan.manifest.model.name, plan.variant), plan.bytes, words, false) : nothing}
      </fieldset>
      <div class="gf-row">
        ${
          size > 0
            ? button(
                'save',
                words.save(megabytes(size)),
                () => void this.#offline.save({ ...this.#wish, live: this.#withModel }),
                {
                  primary: true,
                },
              )
            : html`<p role="status">${words.nothingToSave}</p>`
        }
        ${stored > 0 ? button('delete', `${words.delete} (${megabytes(stored)} MB)`, () => this.#forget()) : nothing}
      </div>
      ${this.#pages(course, words)}`;
  }

  /** The pages are always part of it; the model is up to the reader. */
  #row(label: string, missing: number, words: OfflineWords, always: boolean): TemplateResult {
    const choose = (event: Event): void => {
      this.#withModel = (event.target as HTMLInputElement).checked;
      this.requestUpdate();
    };
    return html`<label class="gf-offline-part">
      <input
        type="checkbox"
        data-control=${always ? 'course' : 'model'}
        ?disabled=${always}
        .checked=${live(always || this.#withModel)}
        @change=${choose}
      />
      <span>${label}</span>
      <span class="gf-offline-size">${missing > 0 ? words.toLoad(megabytes(missing)) : words.allKept}</span>
    </label>`;
  }

  #progress(loaded: number, total: number, words: OfflineWords): TemplateResult {
    const line = words.saving(megabytes(loaded), megabytes(total));
    return html`<div class="gf-status">
      <p aria-hidden="true">${line}</p>
      <progress max=${Math.max(total, 1)} .value=${loaded} aria-label=${line}></progress>
      ${button('cancel', words.cancel, () => this.#offline.cancel())}
    </div>`;
  }

  #pages({ pages }: Course, words: OfflineWords): TemplateResult {
    if (pages.length === 0) return html`<p>${words.noPages}</p>`;
    return html`<p>${words.pages(pages.length)}</p>
      <ul class="gf-offline-pages">
        ${pages.map(({ path, title }) => html`<li><a href=${new URL(path, registry.site.root).href}>${title}</a></li>`)}
      </ul>`;
  }

  #forget(): void {
    void this.#offline.forget(this.#wish);
  }
}
