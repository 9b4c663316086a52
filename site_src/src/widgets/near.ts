/** Calls `arrive` once, when the element comes near the viewport. Returns the function that stops waiting. */
export function whenNear(element: Element, arrive: () => void): () => void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      arrive();
    },
    { rootMargin: '50% 0px' }, // half a screen ahead: ready before it is read
  );
  observer.observe(element);
  return () => observer.disconnect();
}
