/** What a data attribute says of the place that an event points at, or of what encloses it inside the drawing. */
export function wordAt(event: Event, name: string): string | null {
  const target = event.target instanceof Element ? event.target.closest(`[data-${name}]`) : null;
  return target && (event.currentTarget as Element).contains(target) ? target.getAttribute(`data-${name}`) : null;
}

/** The same where it is a number; null otherwise. */
export function pointedAt(event: Event, name: string): number | null {
  const word = wordAt(event, name);
  const value = Number(word);
  return word !== null && Number.isInteger(value) ? value : null;
}

/** Which number of a drawn vector is pointed at; null elsewhere. */
export function numberAt(event: MouseEvent): number | null {
  const strip = event.target instanceof Element ? event.target.closest('[data-size]') : null;
  if (!strip) return null;
  const [{ left, width }, size] = [strip.getBoundingClientRect(), Number(strip.getAttribute('data-size'))];
  return width > 0 ? Math.max(0, Math.min(size - 1, Math.floor(((event.clientX - left) / width) * size))) : null;
}

const ARROWS: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The direction of an arrow key pressed alone; null for any other key. */
export function arrowOf(event: KeyboardEvent): readonly [down: number, right: number] | null {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return null;
  return ARROWS[event.key] ?? null;
}
