import type { EngineState, Status } from './types';

export class StatusStore implements Status {
  readonly #listeners = new Set<(state: EngineState) => void>();
  #current: EngineState = { name: 'idle' };

  get current(): EngineState {
    return this.#current;
  }

  set(state: EngineState): void {
    this.#current = state;
    for (const listener of [...this.#listeners]) listener(state);
  }

  subscribe(listener: (state: EngineState) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
