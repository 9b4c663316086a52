/** How long a part takes to unfold or to fold, in milliseconds. */
const TIME = 320;
const EASING = 'cubic-bezier(0.3, 0, 0.1, 1)';

const still = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/**
 * Unfolds a part out of its place in the picture, or folds it back into it. Called before the drawing changes; returns
 * what is to be called once it has changed.
 */
export function unfolding(drawing: HTMLElement, part: string, opens: boolean): () => void {
  const old = drawing.firstElementChild;
  if (!old || still() || typeof drawing.animate !== 'function') return () => undefined;
  const ghost = old.cloneNode(true) as HTMLElement;
  const place = opens ? placeOf(drawing, part) : null;
  return () => {
    const now = drawing.firstElementChild as HTMLElement | null;
    const where = place ?? placeOf(drawing, part);
    if (!now || !where) return;
    leave(drawing, ghost, opens ? { opacity: [1, 0] } : { clipPath: [WHOLE, where], opacity: [1, 0.4] });
    now.animate(opens ? { clipPath: [where, WHOLE], opacity: [0.4, 1] } : { opacity: [0, 1] }, {
      duration: TIME,
      easing: EASING,
    });
  };
}

/** The old drawing stays on top of the new one until its animation has ended. */
function leave(drawing: HTMLElement, ghost: HTMLElement, frames: PropertyIndexedKeyframes): void {
  ghost.classList.add('gf-leaving');
  ghost.ariaHidden = 'true';
  drawing.append(ghost);
  void ghost.animate(frames, { duration: TIME, easing: EASING }).finished.finally(() => ghost.remove());
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
