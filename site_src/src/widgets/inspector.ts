import { html, render, type TemplateResult } from 'lit';
import { formulaOf, isExplained, type Formula } from '../draw';
import { arrowOf } from './pointing';

/** What is pointed at: an element, and of a vector or a table which of its numbers. */
interface Place {
  readonly element: HTMLElement;
  readonly index: number;
}

const SPACE = 8;

/**
 * Says of any number in a drawing how it comes about: under the mouse, under a finger, or at the keyboard, where Tab gets
 * to the numbers and arrow keys go from one to the next. There is one box for all of them, above the page. A number may
 * be one of a vector, or of a table, which are one stop for Tab.
 */
export class Inspector {
  #place: Place | null = null;
  #drawn: Element | null = null;
  #numbers: HTMLElement[] = [];

  /** `box` is where it is said; `say` gives the words for a formula. */
  constructor(
    private readonly drawing: HTMLElement,
    private readonly box: HTMLElement,
    private readonly say: (formula: Formula) => readonly string[],
  ) {
    box.popover = 'manual';
    box.setAttribute('role', 'status');
  }

  /** Returns the function that stops listening. */
  listen(): () => void {
    const ends = new AbortController();
    const { signal } = ends;
    const on = <Name extends keyof HTMLElementEventMap>(
      name: Name,
      heard: (event: HTMLElementEventMap[Name]) => void,
    ) => this.drawing.addEventListener(name, heard, { signal });
    on('pointermove', (event) => event.pointerType === 'mouse' && this.#point(event));
    on('pointerleave', () => this.#leave());
    on('click', (event) => this.#point(event));
    on('focusin', (event) => this.#show(placeOf(event.target, null)));
    on('focusout', () => this.#show(null));
    this.drawing.addEventListener('keydown', (event) => this.#keyed(event), { signal, capture: true });
    addEventListener('scroll', () => this.#place && this.#put(this.#place), { signal, passive: true, capture: true });
    return () => {
      ends.abort();
      this.#show(null);
    };
  }

  /** After a drawing: its first number can be reached with Tab, and one that had the focus keeps it. */
  follow(): void {
    const drawn = this.drawing.firstElementChild;
    if (drawn === this.#drawn) return;
    const focused = this.#place && this.#numbers.indexOf(this.#place.element);
    this.#drawn = drawn;
    this.#numbers = drawn ? [...drawn.getElementsByTagName('*')].filter(isNumber) : [];
    this.#numbers.forEach((element, i) => (element.tabIndex = i === 0 ? 0 : -1));
    const had = focused !== null && this.drawing.ownerDocument.activeElement === this.drawing.ownerDocument.body;
    if (had) this.#numbers[Math.min(focused, this.#numbers.length - 1)]?.focus({ preventScroll: true });
    else this.#show(null);
  }

  #point(event: MouseEvent): void {
    const place = placeOf(event.target, event.clientX);
    if (place || event.type === 'click') this.#show(place);
    else this.#leave();
  }

  /** Back to the number that has the focus, if one has. */
  #leave(): void {
    const { activeElement } = this.drawing.ownerDocument;
    if (this.#place?.element !== activeElement)
      this.#show(this.drawing.contains(activeElement) ? placeOf(activeElement, null) : null);
  }

  #keyed(event: KeyboardEvent): void {
    if (!this.#place) return;
    const arrow = arrowOf(event);
    if (event.key === 'Escape') this.#show(null);
    else if (!arrow || !isNumber(event.target)) return;
    else this.#step(this.#place, ...arrow);
    event.preventDefault();
    event.stopPropagation(); // outside of numbers, arrows choose tokens and Escape folds
  }

  /** Along a vector, or to the next cell of a table, as far as it goes; then to the number before or after. */
  #step({ element, index }: Place, down: number, right: number): void {
    const next = index + right + down * columnsOf(element);
    if (next !== index && next >= 0 && next < sizeOf(element)) return this.#show({ element, index: next });
    const by = right + down;
    const other = this.#numbers[this.#numbers.indexOf(element) + by];
    if (!other) return;
    this.#numbers.forEach((number) => (number.tabIndex = number === other ? 0 : -1));
    other.focus();
    if (right < 0 && !columnsOf(other)) this.#show({ element: other, index: sizeOf(other) - 1 });
  }

  #show(place: Place | null): void {
    const formula = place && formulaOf(place.element, place.index);
    this.#place = formula ? place : null;
    if (!place || !formula) return void (this.box.matches(':popover-open') && this.box.hidePopover());
    render(words(formula, this.say(formula)), this.box);
    if (!this.box.matches(':popover-open')) this.box.showPopover();
    this.#put(place);
  }

  /** Below the number, or above it where there is no room; of a vector or a table at its number. */
  #put({ element, index }: Place): void {
    const { clientWidth, clientHeight } = this.box.ownerDocument.documentElement;
    const cell = cellOf(element, index);
    const at = (cell ?? element).getBoundingClientRect();
    const { width, height } = this.box.getBoundingClientRect();
    const middle = at.left + (cell ? at.width / 2 : (at.width * (index + 0.5)) / sizeOf(element));
    const left = Math.max(SPACE, Math.min(middle - width / 2, clientWidth - width - SPACE));
    const below = at.bottom + SPACE;
    const top = below + height > clientHeight ? at.top - height - SPACE : below;
    Object.assign(this.box.style, { left: `${Math.round(left)}px`, top: `${Math.round(Math.max(SPACE, top))}px` });
  }
}

const words = ({ text }: Formula, sources: readonly string[]): TemplateResult =>
  html`<p class="gf-inspector-formula">${text}</p>
    ${sources.map((source) => html`<p class="gf-note">${source}</p>`)}`;

const isNumber = (target: EventTarget | null): target is HTMLElement =>
  target instanceof HTMLElement && isExplained(target);

const sizeOf = ({ dataset }: HTMLElement): number => Number(dataset.size ?? 1);

/** How many numbers stand in a row of a table; 0 of what is no table. */
const columnsOf = ({ dataset }: HTMLElement): number => Number(dataset.columns ?? 0);

/** A cell of a table. */
function cellOf(element: HTMLElement, index: number): Element | null {
  const columns = columnsOf(element);
  const [query, key] = [Math.floor(index / columns), index % columns];
  return columns ? element.querySelector(`.gf-cell[data-query="${query}"][data-key="${key}"]`) : null;
}

/** The number at a place in the drawing; of a vector the one at `x`, or the first; of a table the cell's. */
function placeOf(target: EventTarget | null, x: number | null): Place | null {
  for (let at = target instanceof Element ? target : null; at; at = at.parentElement) {
    if (!isNumber(at)) continue;
    if (columnsOf(at)) return placeInTable(at, target as Element, x);
    const { left, width } = at.getBoundingClientRect();
    const share = x === null || width === 0 ? 0 : (x - left) / width;
    return { element: at, index: Math.max(0, Math.min(sizeOf(at) - 1, Math.floor(share * sizeOf(at)))) };
  }
  return null;
}

/** The cell that is pointed at, and none beside them; without a pointer the one that the table begins at. */
function placeInTable(element: HTMLElement, target: Element, x: number | null): Place | null {
  if (x === null) return { element, index: Number(element.dataset.start ?? 0) };
  const cell = target.closest<HTMLElement>('.gf-cell');
  return cell && { element, index: Number(cell.dataset.query) * columnsOf(element) + Number(cell.dataset.key) };
}
