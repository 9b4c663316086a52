import { Store } from './store';

/**
 * What the reader looks at just now, across a page's figures and lines of code: places such as `residual` or
 * `attention:scaled`, a figure and one step of it.
 */
export interface LitState {
  readonly places: readonly string[];
  /** The reader asked to see them: the first figure among them comes into sight. */
  readonly wanted: boolean;
}

export class Lit extends Store<LitState> {
  readonly #figures = new Map<string, number>();
  #found = false;

  constructor() {
    super({ places: [], wanted: false });
  }

  /** Lights places up; none of them puts the light out. */
  light(places: readonly string[], wanted = false): void {
    this.#found = !wanted;
    this.replace({ places, wanted });
  }

  /** Whether the light falls on one of these places. A figure as a whole stands for each of its steps. */
  shines(places: readonly string[]): boolean {
    return this.state.places.some((lit) => places.some((place) => covers(lit, place) || covers(place, lit)));
  }

  /** Whether a figure among the places is in the page. */
  hasFigure(places: readonly string[]): boolean {
    return places.some((place) => (this.#figures.get(place.split(':')[0]!) ?? 0) > 0);
  }

  /** A figure of a kind comes into the page. Returns the function that takes it out. */
  enter(kind: string): () => void {
    const count = (by: number): void => void this.#figures.set(kind, (this.#figures.get(kind) ?? 0) + by);
    count(1);
    this.replace(this.state);
    return () => count(-1);
  }

  /** True once after the reader asked to see a place: for the figure that comes into sight. */
  claim(): boolean {
    const first = !this.#found;
    this.#found = true;
    return first;
  }
}

const covers = (whole: string, part: string): boolean => part === whole || part.startsWith(`${whole}:`);
