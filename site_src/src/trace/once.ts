/** What is loaded by number at most once: those who ask meanwhile wait for the same load; a failed one may be tried again. */
export class Once<T> {
  readonly #loaded = new Map<number, T>();
  readonly #pending = new Map<number, Promise<T>>();
  readonly #load: (id: number) => Promise<T>;

  constructor(load: (id: number) => Promise<T>, loaded: ReadonlyMap<number, T> = new Map<number, T>()) {
    this.#load = load;
    this.#loaded = new Map(loaded);
  }

  /** What is there already, else null. */
  loaded(id: number): T | null {
    return this.#loaded.get(id) ?? null;
  }

  get(id: number): Promise<T> {
    const loaded = this.#loaded.get(id);
    if (loaded !== undefined) return Promise.resolve(loaded);
    const pending = this.#pending.get(id) ?? this.#start(id).finally(() => this.#pending.delete(id));
    this.#pending.set(id, pending);
    return pending;
  }

  async #start(id: number): Promise<T> {
    const value = await this.#load(id);
    this.#loaded.set(id, value);
    return value;
  }
}
