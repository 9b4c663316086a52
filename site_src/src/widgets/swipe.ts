/** A finger that moved so far sideways, in pixels, and not much up or down, turns a page. */
const FAR = 60;
const STRAIGHT = 0.6;

/** Swipes to the left and to the right. What scrolls sideways itself is left to do so. */
export class Swipe {
  #from: { readonly x: number; readonly y: number } | null = null;

  /** `turn` hears 1 for a swipe to the left, onwards, and −1 for one to the right. */
  constructor(private readonly turn: (by: 1 | -1) => void) {}

  /** Returns the function that stops listening. */
  listen(element: HTMLElement): () => void {
    const start = (event: TouchEvent): void => {
      const [touch] = event.touches;
      const alone = touch && event.touches.length === 1 && !isMoving(event.target);
      this.#from = alone ? { x: touch.clientX, y: touch.clientY } : null;
    };
    const end = (event: TouchEvent): void => {
      const [touch] = event.changedTouches;
      if (!this.#from || !touch) return;
      const [x, y] = [touch.clientX - this.#from.x, touch.clientY - this.#from.y];
      this.#from = null;
      if (Math.abs(x) >= FAR && Math.abs(y) < Math.abs(x) * STRAIGHT) this.turn(x < 0 ? 1 : -1);
    };
    element.addEventListener('touchstart', start, { passive: true });
    element.addEventListener('touchend', end, { passive: true });
    return () => {
      element.removeEventListener('touchstart', start);
      element.removeEventListener('touchend', end);
    };
  }
}

/** Whether a finger there already moves something else: a slider, or what is wider than its place. */
function isMoving(target: EventTarget | null): boolean {
  for (let element = target instanceof Element ? target : null; element; element = element.parentElement) {
    if (element.matches('input, select, textarea')) return true;
    if (element.matches('.gf-scroll, .gf-steps-scroll') && element.scrollWidth > element.clientWidth) return true;
  }
  return false;
}
