/** How long a part takes to unfold or to fold, in milliseconds: as the style sheet has it, which moves it. */
const TIME = 320;

const still = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** A change of the drawing: which part unfolds or folds, and where it has its place in the picture, as a clip. */
interface Change {
  readonly part: string;
  readonly opens: boolean;
  readonly place: string | null;
}

/**
 * The change from the picture to a part of it, which unfolds out of its place there, and back. The drawing that goes stays
 * over the new one until it is gone; nothing is asked that would lay the page out while it changes.
 */
export class Unfolding {
  #next: Change | null = null;
  #end: () => void = () => undefined;

  constructor(private readonly drawing: () => HTMLElement) {}

  /** The next drawing that is put in is this part's, or the picture into which it folds. */
  prepare(part: string, opens: boolean): void {
    this.#next = still() ? null : { part, opens, place: opens ? placeOf(this.drawing(), part) : null };
  }

  /** Puts a drawing in the place of the one that is there. */
  put(drawn: Element): void {
    this.#end();
    const drawing = this.drawing();
    const [old, change] = [drawing.firstElementChild, this.#next];
    this.#next = null;
    if (!change || !old) return drawing.replaceChildren(drawn);
    drawing.prepend(drawn);
    old.classList.add('gf-leaving');
    old.ariaHidden = 'true';
    let timer = 0;
    this.#end = () => {
      clearTimeout(timer);
      old.remove();
      old.classList.remove('gf-leaving');
      old.ariaHidden = null;
      delete drawing.dataset.unfold;
      this.#end = () => undefined;
    };
    const begin = (place: string | null): void => {
      drawing.style.setProperty('--gf-place', place ?? WHOLE);
      drawing.dataset.unfold = change.opens ? 'opens' : 'folds';
      timer = window.setTimeout(() => this.#end(), TIME);
    };
    if (change.opens) return begin(change.place);
    // Where the part stands in the picture is known once that has been laid out, in the frame after the next.
    timer = window.setTimeout(() => this.#end(), 2 * TIME); // a page in the background has no frames
    const isNow = (): boolean => old.isConnected && drawing.firstElementChild === drawn;
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (!isNow()) return;
        clearTimeout(timer);
        begin(placeOf(drawing, change.part));
      }),
    );
  }
}

const WHOLE = 'inset(0 0 0 0 round 10px)';

/** What a part takes of the picture, as a clip. */
function placeOf(drawing: HTMLElement, part: string): string | null {
  const boxes = [...drawing.querySelectorAll(`svg [data-part="${part}"]`)]
    .map((element) => element.getBoundingClientRect())
    .filter(({ width, height }) => width > 0 && height > 0);
  if (boxes.length === 0) return null;
  const frame = drawing.getBoundingClientRect();
  const edge = (of: (box: DOMRect) => number, pick: (...values: number[]) => number): number => pick(...boxes.map(of));
  const [top, right, bottom, left] = [
    edge((box) => box.top, Math.min) - frame.top,
    frame.right - edge((box) => box.right, Math.max),
    frame.bottom - edge((box) => box.bottom, Math.max),
    edge((box) => box.left, Math.min) - frame.left,
  ].map((side) => `${Math.max(0, Math.round(side))}px`);
  return `inset(${top} ${right} ${bottom} ${left} round 10px)`;
}
