export type Listener<State> = (state: State) => void;

/** One value that others watch. A listener hears of each replacement, never of the value it subscribed at. */
export class Store<State> {
  #state: State;
  readonly #listeners = new Set<Listener<State>>();

  constructor(state: State) {
    this.#state = state;
  }

  get state(): State {
    return this.#state;
  }

  /** Returns the function that ends the subscription. */
  subscribe(listener: Listener<State>): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  protected replace(state: State): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener(state);
  }
}
