import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { readAddress } from '../core/address';
import { remember, remembered, type GuideState } from '../session';
import { button } from './controls';
import { GfElement } from './element';
import { arrowOf } from './pointing';
import { tourWords, type TourWords } from './tour_words';

/** The step that the reader was at, for the next visit. */
const PLACE = 'tour';
/** The height of the open card, for the page's own scrolling. */
const HEIGHT = '--gf-tour-height';

/**
 * A guided tour over a list of steps that reads without a script: shows one of them in a card at the edge of the screen
 * while the page's picture acts it out, and remembers the place.
 */
export class GfTour extends GfElement {
  static override properties = {
    ...GfElement.properties,
    modelName: { attribute: 'model-name' },
    folded: { state: true },
  };

  declare modelName: string;
  /** The card shows its first line alone, and leaves the screen to the picture. */
  declare protected folded: boolean;
  /** The step that is on screen. */
  #shown: number | null = null;
  readonly #resized = new ResizeObserver(() => this.#measure());

  constructor() {
    super();
    this.modelName = '';
    this.folded = false;
  }

  protected subscriptions(): (() => void)[] {
    const { guide, live: model } = this.session;
    const pressed = (event: KeyboardEvent): void => this.#keyed(event);
    const moved = (): void => this.requestUpdate();
    this.addEventListener('keydown', pressed);
    this.#resized.observe(this.find('card')!);
    return [
      guide.subscribe(moved),
      model.settings.subscribe(moved),
      () => this.removeEventListener('keydown', pressed),
      () => this.#resized.disconnect(),
      guide.offer(
        this.#steps.map(({ dataset }) => ({ show: readAddress(dataset.show ?? ''), point: dataset.point ?? '' })),
      ),
      () => this.ownerDocument.documentElement.style.removeProperty(HEIGHT),
    ];
  }

  get #steps(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('.gf-tour-steps > li')];
  }

  get #titles(): string[] {
    return this.#steps.map((step) => step.querySelector('.gf-tour-title')!.textContent.trim());
  }

  get #says(): TourWords {
    return tourWords[this.locale];
  }

  #go(step: number | null): void {
    this.session.guide.go(step);
  }

  /** Beyond the last step the tour is over, and forgotten. */
  #turn(by: number): void {
    const step = this.session.guide.state.step! + by;
    if (step > this.#steps.length) {
      remember(PLACE, null);
      this.#go(null);
    } else if (step > 0) this.#go(step);
  }

  #keyed(event: KeyboardEvent): void {
    const { step } = this.session.guide.state;
    const turn = arrowOf(event)?.[1];
    if (step === null || event.defaultPrevented) return;
    if (event.key === 'Escape') this.#go(null);
    else if (turn && !(event.target as Element).matches('input, select')) this.#turn(turn);
    else return;
    event.preventDefault();
  }

  protected override updated(): void {
    const { state } = this.session.guide;
    this.dataset.state = state.step === null ? 'closed' : 'open';
    this.toggleAttribute('data-folded', this.folded);
    this.#steps.forEach((step, place) => step.toggleAttribute('data-current', place + 1 === state.step));
    this.fill('start', this.#start(state));
    this.fill('bar', state.step === null ? nothing : this.#bar(state.step));
    if (state.step !== this.#shown) this.#moved(this.#shown, state.step);
    this.#measure();
  }

  /** Another step is on screen: the card opens, begins anew, or closes. */
  #moved(before: number | null, step: number | null): void {
    this.#shown = step;
    const all = this.find('all') as HTMLDetailsElement;
    all.open = step !== null;
    all.scrollTop = 0;
    if (step !== null && step !== remembered(PLACE)) remember(PLACE, step);
    if (before === null) this.find('title')?.focus({ preventScroll: true });
    else if (step === null) this.find('begin')?.focus({ preventScroll: true });
  }

  /** What the page scrolls to stays clear of the card. */
  #measure(): void {
    const open = this.session.guide.state.step !== null;
    const { style } = this.ownerDocument.documentElement;
    if (open) style.setProperty(HEIGHT, `${Math.ceil(this.find('card')!.offsetHeight)}px`);
    else style.removeProperty(HEIGHT);
  }

  #start({ step, before }: GuideState): TemplateResult {
    const kept = remembered<number>(PLACE);
    const at = kept !== null && kept > 1 && kept <= this.#steps.length ? kept : null;
    const first = (label: string, to: number): TemplateResult =>
      html`<button
        type="button"
        class="md-button md-button--primary"
        data-part="begin"
        data-control="tour-start"
        @click=${() => this.#go(to)}
      >
        ${label}
      </button>`;
    const own = step === null && before !== null && Object.keys(before).length > 0;
    return html`${at === null ? first(this.#says.start, 1) : first(this.#says.goOn(at), at)}
    ${at === null ? nothing : button('tour-again', this.#says.again, () => this.#go(1))}
    ${own ? button('tour-own', this.#says.own, () => this.session.guide.back()) : nothing}`;
  }

  #bar(step: number): TemplateResult {
    const [titles, says] = [this.#titles, this.#says];
    const count = titles.length;
    const chosen = (event: Event): void => this.#go((event.target as HTMLSelectElement).selectedIndex + 1);
    const icon = (name: string, label: string, sign: string, act: () => void): TemplateResult =>
      html`<button
        type="button"
        class="gf-button gf-tour-icon"
        data-control=${name}
        aria-label=${label}
        title=${label}
        @click=${act}
      >
        <span aria-hidden="true">${sign}</span>
      </button>`;
    const other = this.session.modelFor(this.model) !== this.model;
    return html`<div class="gf-tour-done" aria-hidden="true" style="--done:${step / count}"></div>
      <div class="gf-tour-bar">
        <div class="gf-tour-list" data-part="title" tabindex="-1">
          <span aria-hidden="true">${step} / ${count}</span>
          <select data-control="tour-step" aria-label=${says.steps} @change=${chosen}>
            ${titles.map(
              (title, place) =>
                html`<option .selected=${live(place + 1 === step)}>${says.option(place + 1, title)}</option>`,
            )}
          </select>
        </div>
        <p class="gf-tour-title">${titles[step - 1]}</p>
        <button
          type="button"
          class="gf-button gf-tour-back"
          data-control="tour-back"
          aria-label=${says.back}
          aria-disabled=${String(step === 1)}
          @click=${() => this.#turn(-1)}
        >
          <span aria-hidden="true">‹</span> <span class="gf-tour-word">${says.back}</span>
        </button>
        <button
          type="button"
          class="gf-button gf-button--primary gf-tour-next"
          data-control="tour-next"
          aria-label=${step === count ? says.finish : says.next}
          @click=${() => this.#turn(1)}
        >
          <span class="gf-tour-word">${step === count ? says.finish : says.next}</span>
          <span aria-hidden="true">${step === count ? '✓' : '›'}</span>
        </button>
        ${icon(
          'tour-fold',
          this.folded ? says.unfold : says.fold,
          this.folded ? '▴' : '▾',
          () => (this.folded = !this.folded),
        )}
        ${icon('tour-close', says.close, '✕', () => this.#go(null))}
      </div>
      ${other ? html`<p class="gf-tour-note">${says.otherModel(this.modelName)}</p>` : nothing}
      <p class="gf-unseen" role="status">${says.status(step, count, titles[step - 1]!)}</p>`;
  }
}
