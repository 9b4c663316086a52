import { isTarget, TARGETS } from '../draw';

/** Room between what is pointed out and its ring, in pixels. */
const ROOM = 6;

/** The light of a guided tour on a figure: a ring around what it speaks of, over the rest a thin veil. */
export class Spot {
  readonly #veil: HTMLElement;
  readonly #ring: HTMLElement;
  readonly #resized = new ResizeObserver(() => this.place(this.#point));
  #point: string | null = null;

  constructor(private readonly host: HTMLElement) {
    const { ownerDocument: page } = host;
    [this.#veil, this.#ring] = [page.createElement('div'), page.createElement('div')];
    this.#veil.className = 'gf-spot';
    this.#ring.className = 'gf-spot-ring';
    this.#veil.ariaHidden = 'true';
    this.#veil.append(this.#ring);
  }

  /** Returns the function that puts it out. */
  light(): () => void {
    this.#resized.observe(this.host);
    return () => {
      this.#resized.disconnect();
      this.place(null);
    };
  }

  /** Points at what has this name, where it stands now; null at nothing. */
  place(point: string | null): void {
    this.#point = point;
    const box = isTarget(point) ? this.#boxOf(point) : null;
    if (!box) return this.#veil.remove();
    if (!this.#veil.isConnected) this.host.append(this.#veil);
    const frame = this.#veil.getBoundingClientRect();
    const [left, top] = [box.left - frame.left - ROOM, box.top - frame.top - ROOM];
    Object.assign(this.#ring.style, {
      left: `${left}px`,
      top: `${top}px`,
      width: `${box.width + 2 * ROOM}px`,
      height: `${box.height + 2 * ROOM}px`,
    });
    this.#ring.dataset.point = point!;
  }

  /** Scrolls so that the ring is in sight, and the whole figure around it where there is room for both. */
  reveal(around: HTMLElement): void {
    if (!this.#veil.isConnected) return;
    const { scrollPaddingTop, scrollPaddingBottom } = getComputedStyle(this.host.ownerDocument.documentElement);
    const room = innerHeight - (parseFloat(scrollPaddingTop) || 0) - (parseFloat(scrollPaddingBottom) || 0);
    const fits = (element: HTMLElement): boolean => element.getBoundingClientRect().height <= room;
    if (fits(around) && this.#isInside(around)) around.scrollIntoView({ block: 'center' });
    else this.#ring.scrollIntoView({ block: fits(this.#ring) ? 'center' : 'start' });
  }

  #isInside(around: HTMLElement): boolean {
    const [outer, inner] = [around.getBoundingClientRect(), this.#ring.getBoundingClientRect()];
    return inner.top >= outer.top - ROOM && inner.bottom <= outer.bottom + ROOM;
  }

  /** What everything that has the name takes together. */
  #boxOf(point: keyof typeof TARGETS): DOMRect | null {
    for (const selector of TARGETS[point]) {
      const boxes = [...this.host.querySelectorAll(selector)]
        .map((element) => element.getBoundingClientRect())
        .filter(({ width, height }) => width > 0 || height > 0);
      if (boxes.length > 0) return around(boxes);
    }
    return null;
  }
}

function around(boxes: readonly DOMRect[]): DOMRect {
  const [left, top] = [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top))];
  const [right, bottom] = [Math.max(...boxes.map((box) => box.right)), Math.max(...boxes.map((box) => box.bottom))];
  return new DOMRect(left, top, right - left, bottom - top);
}
