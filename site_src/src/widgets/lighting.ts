import type { Lit } from '../session';

/** What lights up: a kind of figure, what of the model it shows just now, and how it shows another step. */
interface Lamp {
  readonly kind: string;
  readonly places: () => readonly string[];
  readonly show: (place: string) => void;
}

/**
 * Lights a figure's places up while it is pointed at or has the focus, and marks it while the light comes from elsewhere.
 * The first figure of a kind that the reader asks for comes into sight. Returns the function that ends it.
 */
export function lighting(element: HTMLElement, lit: Lit, { kind, places, show }: Lamp): () => void {
  const frame = element.closest<HTMLElement>('.gf-figure') ?? element;
  const [on, off] = [() => lit.light(places()), () => lit.light([])];
  const heard: Record<string, () => void> = { pointerenter: on, pointerleave: off, focusin: on, focusout: off };
  for (const [name, listener] of Object.entries(heard)) frame.addEventListener(name, listener);
  const leave = lit.enter(kind);
  const stop = lit.subscribe(({ places: wantedPlaces, wanted }) => {
    const wantedHere = wanted && lit.shines([kind]) && lit.claim();
    if (wantedHere) {
      show(wantedPlaces.find((place) => place.startsWith(kind)) ?? kind);
      frame.scrollIntoView({ block: 'nearest' });
    }
    frame.toggleAttribute('data-lit', wantedHere || lit.shines(places()));
  });
  return () => {
    for (const [name, listener] of Object.entries(heard)) frame.removeEventListener(name, listener);
    leave();
    stop();
  };
}
