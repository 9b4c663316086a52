import { html, nothing, type TemplateResult } from 'lit';
import { numberTyped } from '../core/answers';
import type { View } from '../core/types';
import type { QuizSpec } from '../draw';
import { Progress } from '../session';
import { picker, type PickerName } from './controls';
import { GfElement } from './element';
import { arrowOf, pointedAt } from './pointing';

type Spec = QuizSpec &
  Partial<View> & {
    /** Under which the answer is kept. */
    readonly id: string;
    readonly tolerance: number;
    /** What is picked in the page's figures. */
    readonly pick?: 'block' | 'head';
  };

type State = 'open' | 'empty' | 'right' | 'wrong';

/** What is said where there is no answer yet. */
const NOTHING_YET = { choice: 'none', cell: 'none', number: 'noNumber', pick: 'noPick' } as const;

const progress = new Progress();

/**
 * A question over HTML that can be answered and unfolded without a script: checks the answer, shows what is right, and
 * keeps it in this browser for the next visit. An answer is a text: an option's place, a number, or `query,key`.
 */
export class GfQuiz extends GfElement {
  static override properties = { ...GfElement.properties, spec: { type: Object }, state: { state: true } };

  declare spec: Spec;
  declare protected state: State;
  /** The cell that is chosen in the matrix. */
  #cell: readonly [query: number, key: number] | null = null;
  /** The verdict is on an answer of an earlier visit. */
  #recalled = false;

  constructor() {
    super();
    this.state = 'open';
  }

  protected subscriptions(): (() => void)[] {
    const heard = {
      submit: (event: Event) => this.#submitted(event),
      toggle: () => this.requestUpdate(),
      click: (event: Event) => this.#pressed(event),
      keydown: (event: Event) => this.#moved(event as KeyboardEvent),
    };
    const options = { capture: true }; // a toggle does not bubble
    const picks = this.session.subscribe(() => this.spec.pick && this.requestUpdate());
    const stops = Object.entries(heard).map(([name, listener]) => {
      this.addEventListener(name, listener, options);
      return () => this.removeEventListener(name, listener, options);
    });
    return [picks, ...stops];
  }

  /** What the reader has picked in the page's figures; a guided tour's own choice is none. */
  get #picked(): number | null {
    const { state, guide } = this.session;
    const picked = this.spec.pick && state.choices[this.spec.pick];
    return picked === undefined || picked === guide.state.show?.[this.spec.pick!] ? null : picked;
  }

  protected override firstUpdated(): void {
    const drawing = this.find('drawing');
    if (drawing) {
      drawing.tabIndex = 0;
      drawing.setAttribute('role', 'group');
      drawing.setAttribute('aria-label', this.words.drawing.attention.name);
    }
    this.#recall();
  }

  get #details(): HTMLDetailsElement {
    return this.find('answer') as HTMLDetailsElement;
  }

  /** An answer of an earlier visit stands there with its verdict; what is right stays folded. */
  #recall(): void {
    const kept = progress.answerTo(this.spec.id);
    if (kept === null) return;
    this.#fillIn(kept);
    this.#recalled = true;
    this.state = this.#isRight(kept) ? 'right' : 'wrong';
  }

  #submitted(event: Event): void {
    event.preventDefault();
    if (this.#judged) return this.#again();
    const answer = this.#given();
    this.#recalled = false;
    if (answer === null) {
      this.state = 'empty';
      return;
    }
    this.state = this.#isRight(answer) ? 'right' : 'wrong';
    progress.keep(this.spec.id, answer);
    this.#details.open = true;
  }

  get #judged(): boolean {
    return this.state === 'right' || this.state === 'wrong';
  }

  #again(): void {
    progress.forget(this.spec.id);
    (this.find('form') as HTMLFormElement).reset();
    this.#cell = null;
    this.state = 'open';
    this.#details.open = false;
  }

  /** The answer as it stands in the form; null: there is none yet. */
  #given(): string | null {
    if (this.spec.type === 'cell') return this.#cell && this.#cell.join(',');
    if (this.spec.type === 'pick') return this.#picked === null ? null : String(this.#picked);
    if (this.spec.type === 'choice') return this.querySelector<HTMLInputElement>('input:checked')?.value ?? null;
    const text = this.querySelector('input')!.value;
    return Number.isNaN(numberTyped(text)) ? null : text;
  }

  #fillIn(answer: string): void {
    if (this.spec.type === 'cell') {
      const [query, key] = answer.split(',').map(Number);
      this.#cell = [query!, key!];
    } else if (this.spec.type === 'choice') {
      const option = this.querySelector<HTMLInputElement>(`input[value="${CSS.escape(answer)}"]`);
      if (option) option.checked = true;
    } else if (this.spec.type === 'number') {
      this.querySelector('input')!.value = answer;
    }
  }

  #isRight(given: string): boolean {
    const { answer, tolerance } = this.spec;
    if (typeof answer !== 'number') return answer.some((right) => String(right) === given);
    // A little more than asked for: 0.1 + 0.2 is not 0.3 in a computer.
    return Math.abs(numberTyped(given) - answer) <= tolerance + 1e-9;
  }

  #pressed(event: Event): void {
    const [query, key] = [pointedAt(event, 'query'), pointedAt(event, 'key')];
    if (query !== null && key !== null) this.#choose(query, key);
  }

  #moved(event: KeyboardEvent): void {
    const arrow = arrowOf(event);
    if (!arrow || event.target !== this.find('drawing')) return;
    event.preventDefault(); // or the page would scroll
    const [query, key] = this.#cell ?? [this.spec.position ?? 0, 0];
    const [down, right] = this.#cell ? arrow : [0, 0]; // the first one enters the matrix
    if (query + down in this.#tokens && key + right in this.#tokens) this.#choose(query + down, key + right);
  }

  get #tokens(): string[] {
    return [...this.querySelectorAll('.gf-row-label')].map((label) => label.textContent);
  }

  #choose(query: number, key: number): void {
    if (this.#judged) return;
    this.#cell = [query, key];
    this.requestUpdate();
  }

  protected override updated(): void {
    this.dataset.state = this.state;
    const judged = this.#judged;
    this.querySelector('[data-control="check"]')!.textContent = judged ? this.words.quiz.again : this.words.quiz.check;
    this.fill('verdict', this.#verdict());
    const shown = this.#details.open;
    for (const input of this.querySelectorAll('input')) input.disabled = judged;
    this.querySelectorAll('.gf-option').forEach((option, place) => {
      option.classList.toggle('gf-right', shown && place === this.spec.answer);
      option.classList.toggle('gf-wrong', judged && this.state === 'wrong' && option.matches(':has(:checked)'));
    });
    if (this.spec.type === 'cell') this.#showCells(shown);
  }

  #verdict(): TemplateResult | typeof nothing {
    const { quiz } = this.words;
    if (this.state === 'open' && this.#picked !== null)
      return html`<p>${quiz.picked(this.words.nouns[this.spec.pick!], this.#picked)}</p>`;
    if (this.state === 'open') return this.#cell ? html`<p>${quiz.chosen(...this.#names(this.#cell))}</p>` : nothing;
    if (this.state === 'empty') return html`<p>${quiz[NOTHING_YET[this.spec.type]]}</p>`;
    const sign = this.state === 'right' ? '✓' : '✗';
    const text = quiz[this.#recalled ? (this.state === 'right' ? 'wasRight' : 'wasWrong') : this.state];
    return html`<p class="gf-judged"><span aria-hidden="true">${sign}</span> ${text}</p>`;
  }

  #names([query, key]: readonly [number, number]): [string, string] {
    const tokens = this.#tokens;
    return [tokens[query] ?? '', tokens[key] ?? ''];
  }

  #showCells(shown: boolean): void {
    const right = typeof this.spec.answer === 'number' ? [] : this.spec.answer.map(String);
    const chosen = this.#cell?.join(',');
    for (const cell of this.querySelectorAll<HTMLElement>('.gf-cell')) {
      const place = `${cell.dataset.query},${cell.dataset.key}`;
      cell.classList.toggle('gf-chosen', place === chosen);
      cell.classList.toggle('gf-right', shown && right.includes(place) && right.length === 1);
    }
    const [query, key] = this.#cell ?? [null, null];
    this.fill(
      'controls',
      html`${this.#picker('query', this.words.query, query, (value) => this.#choose(value, key ?? 0))}
      ${this.#picker('key', this.words.key, key, (value) => this.#choose(query ?? this.spec.position ?? 0, value))}`,
    );
  }

  #picker(name: PickerName, label: string, value: number | null, choose: (value: number) => void): TemplateResult {
    const tokens = this.#tokens.map((token, place) => ({ value: place, label: `${place}  ${token}` }));
    const options = [{ value: null, label: this.words.noKey }, ...tokens];
    return picker({ name, label, value, options, choose: (place) => place !== null && choose(place) }, this.words);
  }
}
