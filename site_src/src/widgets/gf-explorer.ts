import { html, nothing, type TemplateResult } from 'lit';
import type { Address } from '../core/address';
import type { View } from '../core/types';
import {
  explorer,
  headAfter,
  isPart,
  NEED_WEIGHTS,
  PARTS,
  sizeFor,
  sourcesOf,
  STEPS,
  type Context,
  type ExplorerSpec,
  type Formula,
  type Kept,
  type Part,
  type Step,
} from '../draw';
import { registry, type GuideState } from '../session';
import { slugOf } from '../trace/library';
import { AddressBar } from './address_bar';
import { GfFigure, type Scene } from './figure';
import { Inspector } from './inspector';
import { liveOffer } from './live_offer';
import { partBar } from './part_bar';
import { blockPicker, headPicker, tokenPicker } from './pickers';
import { pointedAt, wordAt } from './pointing';
import { ReadingOn } from './reading_on';
import { samplingSliders } from './sampling_sliders';
import { settingsWords } from './settings_words';
import { Spot } from './spot';
import { Swipe } from './swipe';
import { Takeaway } from './takeaway';
import { fileNameOf, sourceOf, titleOf } from './takeaway_names';
import { takeawayWords } from './takeaway_words';
import { Unfolding } from './unfold';

interface Settings extends ExplorerSpec {
  /** Whether the page's address says what is shown. */
  readonly address: 'keep' | 'none';
}

/** The choices that the address of a page holds. */
const IN_ADDRESS = ['block', 'head', 'position', 'key', 'temperature', 'topK', 'topP'] as const;

/** The whole model on one screen: blocks, heads and tokens to go through, and parts that unfold. */
export class GfExplorer extends GfFigure<Settings> {
  protected readonly kind = explorer as GfFigure<Settings>['kind'];
  protected readonly own = IN_ADDRESS;

  protected override readonly chooses = 'explorer';
  /** It fetches three blocks: only for readers who get to it. */
  protected override readonly margin = '0px';

  #part: Part | null = null;
  #step: Step = 'pattern';
  #candidate: number | null = null;
  #neuron: number | null = null;
  #inspector: Inspector | null = null;
  /** The page brings the picture for every width; once it is redrawn, only the one that fits is. */
  #size: ExplorerSpec['size'] = 'all';
  readonly #resized = new ResizeObserver(() => this.#fit());
  readonly #address = new AddressBar((address) => this.#visit(address));
  readonly #reading = new ReadingOn();
  /** The model that an address names, until it is known whether the site has it. */
  #asked: string | null = null;
  /** What a guided tour has asked for last. */
  #led: Pick<GuideState, 'step' | 'show'> = { step: null, show: null };
  readonly #spot = new Spot(this);
  readonly #swipe = new Swipe((by) => this.#part && this.#turn(by));
  readonly #takeaway = new Takeaway(
    {
      hasLink: () => this.#keepsAddress,
      link: () => this.#address.link(this.#here),
      picture: () => ({
        drawing: this.find('drawing')!,
        caption: {
          title: titleOf(this.scene!, this.#part, this.locale),
          source: sourceOf(this.scene!, this.source(this.scene!), this.locale),
          address: this.#address.link(this.#here),
        },
      }),
      trace: () => this.session.fileOf(this.scene!.trace),
      name: (what) => fileNameOf(this.scene!, what === 'trace' ? 'core' : (this.#part ?? 'overview')),
    },
    () => this.requestUpdate(),
  );

  readonly #kept = new Map<string, Kept>();
  readonly #unfolding = new Unfolding(() => this.find('drawing')!);

  protected override get context(): Context {
    return { ...super.context, kept: this.#kept };
  }

  protected override get settings(): Settings {
    const { address = 'none' } = this.spec;
    const shown = {
      part: this.#part,
      step: this.#step,
      candidate: this.#candidate,
      neuron: this.#neuron,
      size: this.#size,
    };
    const continued = { kept: this.#reading.kept, arrives: this.#reading.arrives() };
    return { ...super.settings, ...shown, ...continued, address };
  }

  get #keepsAddress(): boolean {
    return this.spec.address === 'keep';
  }

  protected override subscriptions(): (() => void)[] {
    this.#resized.observe(this);
    const inspector = this.#inspect();
    const offered = this.session.live.subscribe(() => this.requestUpdate());
    const fits = this.session.subscribe(() => {
      // Before the figure follows. Asking for the width lays the page out: once is enough, the observer hears of changes.
      if (this.#size === 'all') this.#size = this.#fitting;
    });
    const pressed = (event: KeyboardEvent): void => this.#keyed(event);
    this.addEventListener('keydown', pressed);
    const stops = [
      fits,
      ...super.subscriptions(),
      () => this.#resized.disconnect(),
      this.#swipe.listen(this),
      inspector,
      offered,
    ];
    if (this.#keepsAddress) {
      stops.push(
        this.#spot.light(),
        this.session.guide.subscribe(() => this.#follow()),
      );
      if (location.hash) this.#arrive(this.#address.address);
      stops.push(
        this.#reading.listen(this.session, () => this.session.modelFor(this.model)),
        this.#address.listen(),
        this.session.subscribe(() => this.#address.write(this.#here)),
        this.session.writing.subscribe(() => this.#address.write(this.#here)),
        this.session.live.settings.subscribe(() => this.#address.write(this.#here)),
      );
    }
    return [...stops, () => this.removeEventListener('keydown', pressed)];
  }

  /** Lets every number of an unfolded part say how it comes about. */
  #inspect(): () => void {
    const [drawing, box] = [this.find('drawing'), this.find('inspector')];
    if (!drawing || !box || !('popover' in box)) return () => undefined; // an older browser, or a page without a place for it
    const say = (formula: Formula): string[] => sourcesOf(this.scene!.trace, formula.from, this.locale);
    this.#inspector = new Inspector(drawing, box, say);
    return this.#inspector.listen();
  }

  get #fitting(): ExplorerSpec['size'] {
    return sizeFor(this.find('drawing')?.clientWidth ?? 0);
  }

  /** Draws the picture for the width that there is now. */
  #fit(): void {
    if (this.#size === 'all' || this.#size === this.#fitting) return;
    this.#size = this.#fitting;
    void this.follow();
  }

  /** Where the reader is: what is shown, and the step of a guided tour. */
  get #here(): Address {
    const { step } = this.session.guide.state;
    return step === null ? this.#view : { ...this.#view, tour: step };
  }

  /** What is shown, as an address. */
  get #view(): Address {
    const { choices, prompt, text } = this.session.state;
    const { written, state } = this.session.writing;
    const model = this.#asked ?? this.session.modelFor(this.model);
    const chosen = Object.fromEntries(IN_ADDRESS.flatMap((name) => (name in choices ? [[name, choices[name]]] : [])));
    return {
      ...(slugOf(model) === slugOf(this.model) ? {} : { model: slugOf(model) }),
      ...(text !== null ? { text } : prompt !== null ? { prompt } : {}),
      ...(this.#part ? { part: this.#part } : {}),
      ...(chosen as Partial<View>),
      ...(state.seed === null ? {} : { seed: state.seed }),
      ...(written === null ? {} : { written }),
    };
  }

  /** The address that the page was opened with: what is written after the text is restored from it too. */
  #arrive(address: Address): void {
    if (address.written !== undefined) this.session.writing.ask(address.written);
    this.#visit(address);
  }

  /** Shows the model that an address names, if the site has it. */
  async #showModel(model: string): Promise<void> {
    if (slugOf(model) === slugOf(this.session.modelFor(this.model))) return;
    this.#asked = model;
    const models = (await registry.site.keeper?.models().catch(() => [])) ?? [];
    this.#asked = null;
    const found = models.find(({ slug }) => slug === slugOf(model));
    if (found) this.session.live.settings.show(found.slug);
  }

  /** Goes where an address says, to a step of a guided tour too. */
  #visit({ tour, ...address }: Address): void {
    const { guide } = this.session;
    guide.go(tour ?? null, address);
    if (guide.state.step === null || guide.state.show === null) this.#showAll(address);
  }

  /** A guided tour leads to a step, back to the reader's own view, or away. */
  #follow(): void {
    const [{ step: before }, { guide }] = [this.#led, this.session];
    const { show, step } = guide.state;
    if (show === this.#led.show) return;
    this.#led = guide.state;
    const { tour = null, prompt } = this.#address.address;
    const reloaded = tour === step && prompt !== undefined; // then the view is the tour's, not the reader's own
    if (before === null && step !== null && !reloaded) guide.keep(this.#view);
    if (show && tour !== step) this.#address.push(step === null ? show : { ...show, tour: step }, false);
    if (show) this.#showAll(show);
    else this.#address.write(this.#here);
    void this.#reveal(show);
  }

  /** Once the picture shows what was asked for, it scrolls to what is pointed out. */
  async #reveal(asked: Address | null): Promise<void> {
    await this.follow();
    await this.updateComplete;
    if (asked !== null && asked === this.#led.show)
      this.#spot.reveal(this.querySelector<HTMLElement>('.gf-x-pictures, .gf-unfolded') ?? this);
  }

  protected override updated(): void {
    if (this.#keepsAddress) this.#spot.place(this.session.guide.state.point);
  }

  /** Shows what an address says, and nothing else. */
  #showAll({ model, prompt, text, part, seed, ...address }: Address): void {
    if (model !== undefined) void this.#showModel(model);
    void this.#show(isPart(part) ? part : null); // first: what follows writes the address anew
    this.session.writing.setSeed(seed ?? null);
    const choices = Object.fromEntries(
      IN_ADDRESS.flatMap((name) => (address[name] === undefined ? [] : [[name, address[name]]])),
    );
    const { state } = this.session;
    if (text !== undefined && text !== state.text) void this.session.write(text, this.session.modelFor(this.model));
    else if (prompt !== undefined && (prompt !== state.prompt || state.text !== null))
      this.session.chooseExample(prompt);
    else if (prompt === undefined && text === undefined && (state.prompt ?? state.text) !== null)
      this.session.backToExamples();
    this.session.forget(IN_ADDRESS);
    try {
      this.session.set(choices);
    } catch {
      // An address with values that no trace has shows the rest of what it says.
    }
  }

  #keyed(event: KeyboardEvent): void {
    const goes = event.key === 'Enter' && this.#part === 'heads' && event.target === this.find('drawing');
    if (goes && this.scene) return this.#go({ block: this.scene.view.block, head: this.scene.view.head });
    if (event.key !== 'Escape' || this.#part === null) return;
    event.preventDefault();
    this.#choose(null);
    this.find('drawing')?.focus({ preventScroll: true });
  }

  /** The reader unfolds a part, another one, or folds it. */
  #choose(part: Part | null): void {
    if (part === this.#part) return;
    if (!this.#keepsAddress) return void this.#show(part);
    if (part === null && this.#address.back()) return; // the address says that the part is folded
    const opens = this.#part === null;
    void this.#show(part);
    if (opens) this.#address.push(this.#here, true);
    else this.#address.write(this.#here);
  }

  /** The part before or after the one that is unfolded. */
  #turn(by: number): void {
    const part = PARTS[PARTS.indexOf(this.#part!) + by];
    if (part) this.#choose(part);
  }

  async #show(part: Part | null): Promise<void> {
    const before = this.#part;
    if (part === before) return;
    const drawing = this.find('drawing')!;
    const isAbove = drawing.getBoundingClientRect().top < 0; // asked before the page has to be laid out anew
    if (before === null || part === null) this.#unfolding.prepare((part ?? before)!, part !== null);
    this.#part = part;
    this.#size = this.#fitting;
    await this.follow();
    await this.updateComplete;
    if (part !== null && part === this.#part && isAbove) drawing.scrollIntoView({ block: 'start' });
  }

  protected override put(drawn: Element): void {
    this.#unfolding.put(drawn);
  }

  protected override controls(scene: Scene<Settings>): TemplateResult {
    const { session, words } = this;
    return html`${blockPicker(scene, session, words)}${headPicker(scene, session, words)}${tokenPicker(
      scene,
      session,
      words,
    )}
    ${partBar(this.#part, (part) => this.#choose(part), this.locale, words)}
    ${
      this.#part === 'probabilities'
        ? html`<div class="gf-sampling">${samplingSliders(scene.view, session, words)}</div>`
        : nothing
    }
    ${liveOffer({ session, model: session.modelFor(this.model), trace: scene.trace, needsWeights: this.#lacks(scene) }, words, settingsWords[this.locale])}`;
  }

  /** Whether the part that is shown needs weights that are not at hand. */
  #lacks({ trace, view }: Scene<Settings>): boolean {
    return view.part !== null && NEED_WEIGHTS.includes(view.part) && !trace.loadedLayerWeights(view.block);
  }

  protected override show(scene: Scene<Settings>): void {
    super.show(scene);
    this.#inspector?.follow();
    this.fill('takeaway', this.#takeaway.render(takeawayWords[this.locale]));
  }

  protected override pressed(event: MouseEvent): void {
    const [block, head, query] = [pointedAt(event, 'block'), pointedAt(event, 'head'), pointedAt(event, 'query')];
    const [position, key] = [pointedAt(event, 'position') ?? query, pointedAt(event, 'key')];
    const [part, step] = [wordAt(event, 'part'), STEPS.find((name) => name === wordAt(event, 'step'))];
    if (step) this.#showStep(step);
    else if (block !== null && head !== null) this.#go({ block, head });
    else if (block !== null) this.session.set({ block });
    else if (head !== null) this.session.set({ head });
    else if (position !== null || key !== null) this.#chooseCell(position, key);
    if (this.#part === 'unembedding') this.#work('candidate', pointedAt(event, 'token-id'));
    if (this.#part === 'mlp') this.#work('neuron', pointedAt(event, 'neuron'));
    if (isPart(part)) this.#choose(part);
  }

  /** To one of all heads. */
  #go(place: Pick<View, 'block' | 'head'>): void {
    this.session.set(place);
    this.#choose('attention');
  }

  #chooseCell(position: number | null, key: number | null): void {
    const shown = this.scene?.view.position;
    if (position !== null || shown !== undefined) this.session.set({ position: position ?? shown!, key });
  }

  #showStep(step: Step): void {
    this.#step = step;
    void this.follow();
  }

  /** Works out the logit of another token, or another neuron. */
  #work(what: 'candidate' | 'neuron', chosen: number | null): void {
    if (chosen === null) return;
    if (what === 'candidate') this.#candidate = chosen;
    else this.#neuron = chosen;
    void this.follow();
  }

  /** Up and down from token to token, left and right from block to block: as they stand on a wide screen. */
  protected override moved({ trace, view }: Scene<Settings>, down: number, right: number): void {
    if (this.#part === 'heads') {
      const next = headAfter(trace, view, down + right);
      return next ? this.session.set(next) : undefined;
    }
    const [position, block] = [view.position + down, view.block + right];
    if (down !== 0 && position in trace.meta.tokens) this.session.set({ position, key: null });
    if (right !== 0 && block >= 0 && block < trace.meta.model.config.n_layer) this.session.set({ block });
  }
}
