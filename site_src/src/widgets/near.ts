/** Half a screen ahead: ready before it is read. */
export const HALF_A_SCREEN = '50% 0px';

/** Calls `arrive` once, when the element comes within `margin` of the viewport. Returns the function that stops waiting. */
export function whenNear(element: Element, arrive: () => void, margin = HALF_A_SCREEN): () => void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      arrive();
    },
    { rootMargin: margin },
  );
  observer.observe(element);
  return () => observer.disconnect();
}
