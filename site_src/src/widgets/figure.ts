import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { readAddress } from '../core/address';
import type { View } from '../core/types';
import { completeView, fragmentOf, type Context, type FigureKind } from '../draw';
import { viewFor, type Choices } from '../session';
import { slugOf } from '../trace/library';
import type { Trace } from '../trace/types';
import { button } from './controls';
import { GfElement } from './element';
import { lighting } from './lighting';
import { HALF_A_SCREEN, whenNear } from './near';
import { ownTask } from './own_task';
import { arrowOf } from './pointing';
import type { Messages } from './messages';
import { revealColumn } from './reveal';
import { tableOf } from './table';

/** Hints of this document: each needs an id of its own. */
let hints = 0;

/** What a figure shows: the trace, and the view of it that belongs to this figure. */
export interface Scene<Spec extends object> {
  readonly trace: Trace;
  readonly view: View & Spec;
}

const LATE = 150; // milliseconds without which nobody notices that something is awaited

/** Parts of a drawing that scroll sideways on a narrow screen: they stay where the reader moved them. */
const SCROLLERS = '.gf-scroll, .gf-steps-scroll';

/**
 * A drawn figure that follows the page's session. Until its trace is there, and when it cannot be had, the picture that
 * the page came with stays.
 */
export abstract class GfFigure<Spec extends object = object> extends GfElement {
  static override properties = { ...GfElement.properties, spec: { type: Object } };

  /** View fields and the kind's own settings, as the author of the page wrote them. */
  declare spec: Partial<View & Spec>;
  protected scene: Scene<Spec> | null = null;
  /** Why the figure cannot follow; null while it can. */
  #problem: string | null = null;
  #turn = 0;
  #waits = false;
  /** The task in which it is drawn for the first time. */
  #first: Promise<void> | null = null;
  #late: ReturnType<typeof setTimeout> | undefined;
  #drawn: Scene<Spec> | null = null;
  #tableOf: Scene<Spec> | null = null;
  /** The cell that was last scrolled to. */
  #revealed = '';
  /** Which of the kind's own settings the reader chose, in this figure alone. */
  #chosen: Partial<Spec> = {};

  constructor() {
    super();
    this.spec = {};
  }

  protected abstract readonly kind: FigureKind<Spec>;
  /** The choices that this figure's reset gives back. */
  protected abstract readonly own: readonly (keyof View)[];
  protected abstract controls(scene: Scene<Spec>): TemplateResult;

  /** The kind's own settings: the author's, until the reader chooses others. */
  protected get settings(): Spec {
    return { ...this.kind.defaults, ...this.spec, ...this.#chosen };
  }

  /** Chooses some of the kind's own settings. */
  protected choose(chosen: Partial<Spec>): void {
    this.#chosen = { ...this.#chosen, ...chosen };
    void this.follow();
  }

  /** What can be chosen in the drawing, by mouse, touch and arrow keys; null: nothing. */
  protected readonly chooses: keyof Messages['drawing'] | null = null;

  /** How near the viewport the figure begins to fetch what it needs. */
  protected readonly margin: string = HALF_A_SCREEN;

  /** The reader's choices that hold for this figure. */
  protected get choices(): Choices {
    return this.session.state.choices;
  }

  /** What is pointed at for the moment, shown instead of what is chosen. */
  protected get pointed(): Partial<View> {
    return {};
  }

  /** What of the model the figure shows just now, as lines of code name it. */
  protected get places(): readonly string[] {
    return [this.kind.kind];
  }

  /** A line of code asks to see a place of this kind of figure. */
  protected showPlace(_place: string): void {
    return;
  }

  protected pressed(_event: MouseEvent): void {
    return;
  }

  protected moved(_scene: Scene<Spec>, _down: number, _right: number): void {
    return;
  }

  /** The mouse is over a place in the drawing; null when it has left. */
  protected hovered(_event: PointerEvent | null): void {
    return;
  }

  /** Gives the figure's choices back to its specification; `names` are those that other figures share. */
  protected reset(names = this.own): void {
    this.#chosen = {};
    this.session.forget(names); // tells this figure too
  }

  protected get changed(): boolean {
    return Object.keys(this.#chosen).length > 0 || this.own.some((name) => name in this.choices);
  }

  protected override subscriptions(): (() => void)[] {
    const opened = (): void => this.#showTable();
    this.addEventListener('toggle', opened, { capture: true }); // a toggle does not bubble
    let stop: () => void = () => undefined;
    let isNear = false;
    const away = whenNear(
      this,
      () => {
        isNear = true;
        stop = this.session.subscribe(() => void this.follow());
        void this.follow();
      },
      this.margin,
    );
    const dark = lighting(this, this.session.lit, {
      kind: this.kind.kind,
      places: () => this.places,
      show: (place) => this.showPlace(place),
    });
    const other = this.session.live.settings.subscribe(() => void (isNear && this.follow()));
    return [
      () => clearTimeout(this.#late),
      away,
      dark,
      other,
      () => stop(),
      () => this.removeEventListener('toggle', opened, { capture: true }),
    ];
  }

  /** Brings trace and view up to the session; of several calls only the newest is shown. */
  protected async follow(): Promise<void> {
    const turn = ++this.#turn;
    clearTimeout(this.#late);
    this.#late = setTimeout(() => this.#wait(), LATE);
    try {
      const trace = await this.wanted();
      const wanted = viewFor(trace, this, this.choices);
      const view = { ...this.settings, ...completeView(trace, wanted) };
      // Where a block's detail cannot be had, the drawing says so and shows the rest.
      const problem = await this.kind.load(trace, view).then(() => null, String);
      if (!this.scene) await (this.#first ??= ownTask());
      if (turn !== this.#turn) return;
      this.scene = { trace, view };
      if (problem !== this.#problem) this.#drawn = null;
      this.#problem = problem;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#problem = String(error);
    }
    clearTimeout(this.#late);
    this.#waits = false;
    this.requestUpdate();
  }

  /** What the next picture needs takes a while, as the weights of a running model do: the last one stays, paler. */
  #wait(): void {
    if (!this.scene) return;
    this.#waits = true;
    this.ariaBusy = 'true'; // and nothing else: controls and picture change together
  }

  /** The trace that the page's session has for this figure. */
  protected wanted(): Promise<Trace> {
    return this.session.traceFor(this);
  }

  /** The same if it has what the figure shows, which a live run may lack; else that of the page's example. */
  protected async wantedWith(has: (trace: Trace) => boolean): Promise<Trace> {
    const trace = await this.session.traceFor(this);
    return has(trace) ? trace : this.session.library.open(this.model, this.session.state.prompt ?? this.prompt);
  }

  protected get context(): Context {
    return { document: this.ownerDocument, locale: this.locale };
  }

  protected override update(changed: PropertyValues): void {
    super.update(changed);
    this.dataset.state = this.#problem !== null ? 'failed' : this.scene ? 'ready' : 'static';
    this.ariaBusy = String(this.#waits || this.session.state.run.name === 'running');
    if (this.scene) this.show(this.scene);
    else if (this.#problem !== null) this.fill('controls', this.#failure());
  }

  protected show({ trace, view }: Scene<Spec>): void {
    const shown = { ...view, ...this.pointed };
    this.#draw({ trace, view: shown });
    this.#revealChosen({ trace, view });
    const source = this.find('source');
    if (source) source.textContent = this.source({ trace, view });
    this.#pointToExplorer({ trace, view });
    this.fill(
      'controls',
      html`${this.#failure()}${this.controls({ trace, view })}${this.#resetButton()}
        <p class="gf-unseen" role="status">${this.kind.describe(trace, shown, this.locale)}</p>`,
    );
    this.#showTable();
  }

  /** Draws what is not on screen already. */
  #draw(scene: Scene<Spec>): void {
    if (this.#drawn && isSame(this.#drawn, scene)) return;
    this.#drawn = scene;
    const drawing = this.#drawing();
    const offsets = [...drawing.querySelectorAll(SCROLLERS)].map((part) => part.scrollLeft);
    const drawn = this.kind.draw(scene.trace, scene.view, this.context);
    if (drawing.firstElementChild === drawn) return; // it was redrawn where it stands
    this.put(drawn, drawing);
    if (!offsets.some(Boolean)) return; // to scroll lays the page out
    drawing.querySelectorAll(SCROLLERS).forEach((part, index) => (part.scrollLeft = offsets[index] ?? 0));
  }

  /** Puts a new drawing in the place of the one that is there. */
  protected put(drawn: Element, drawing: HTMLElement): void {
    drawing.replaceChildren(drawn);
  }

  /** A newly chosen cell is brought into sight; after that the reader may scroll it away. */
  #revealChosen({ trace, view }: Scene<Spec>): void {
    const chosen = [trace.meta.text, view.position, view.key].join(' ');
    if (chosen === this.#revealed) return;
    this.#revealed = chosen;
    revealColumn(this.find('drawing')!);
  }

  /** The part that holds the drawing, made ready for mouse, touch and keys the first time. */
  #drawing(): HTMLElement {
    const drawing = this.find('drawing')!;
    if (this.chooses === null || drawing.tabIndex === 0) return drawing;
    drawing.tabIndex = 0;
    drawing.setAttribute('role', 'group');
    const { name, keys } = this.words.drawing[this.chooses];
    drawing.setAttribute('aria-label', name);
    drawing.setAttribute('aria-describedby', this.#hint(drawing, keys));
    drawing.addEventListener('click', (event) => this.pressed(event));
    drawing.addEventListener('keydown', (event) => {
      const arrow = arrowOf(event);
      if (!arrow || !this.scene) return;
      event.preventDefault(); // or the page would scroll
      this.moved(this.scene, ...arrow);
    });
    // A touch is a press: on it, changing the drawing for a hover would swallow the press.
    drawing.addEventListener('pointerover', (event) => event.pointerType === 'mouse' && this.hovered(event));
    drawing.addEventListener('pointerleave', () => this.hovered(null));
    return drawing;
  }

  /** Puts a sentence for screen readers before the drawing; returns its id. */
  #hint(drawing: HTMLElement, text: string): string {
    const hint = this.ownerDocument.createElement('p');
    hint.className = 'gf-unseen';
    hint.id = `gf-hint-${++hints}`;
    hint.textContent = text;
    drawing.before(hint);
    return hint.id;
  }

  /** The link in the foot leads to what is shown now, of the same model where the site has several. */
  #pointToExplorer({ trace, view }: Scene<Spec>): void {
    const link = this.find('explored') as HTMLAnchorElement | null;
    if (!link) return;
    const model = readAddress(link.hash).model === undefined ? undefined : slugOf(trace.meta.model.id);
    link.hash = this.explored({ trace, view }, model) ?? '';
  }

  /** The explorer's address of what is shown. */
  protected explored({ trace, view }: Scene<Spec>, model?: string): string | null {
    return fragmentOf(this.kind.kind, trace, view, model);
  }

  protected source({ trace }: Scene<Spec>): string {
    return `${this.words.source[trace.meta.source]} · ${trace.meta.model.name} · ${trace.meta.variant}`;
  }

  #resetButton(): TemplateResult {
    return html`<button
      type="button"
      class="gf-button gf-reset"
      data-control="reset"
      aria-label=${this.words.reset}
      title=${this.words.reset}
      ?disabled=${!this.changed}
      @click=${() => this.reset()}
    >
      ↺
    </button>`;
  }

  #failure(): TemplateResult | typeof nothing {
    if (this.#problem === null) return nothing;
    return html`<p class="gf-problem" role="status">
        ${this.words.figureFailed} <small lang="en">(${this.#problem})</small>
      </p>
      ${button('try-again', this.words.tryAgain, () => void this.follow())}`;
  }

  /** The table is built when it is open, and only then kept in step with the drawing. */
  #showTable(): void {
    if (!this.scene || this.#tableOf === this.scene || !(this.find('table') as HTMLDetailsElement | null)?.open) return;
    this.#tableOf = this.scene;
    const { trace, view } = this.scene;
    this.fill('table-body', tableOf(this.kind.table(trace, view, this.locale)));
  }
}

function isSame<Spec extends object>(a: Scene<Spec>, b: Scene<Spec>): boolean {
  return a.trace === b.trace && JSON.stringify(a.view) === JSON.stringify(b.view);
}
