/** Milliseconds that a rate is measured over: long enough to be steady, short enough to follow a connection that changes. */
const WINDOW = 8_000;
/** After less, a rate says little. */
const LEAST = 1_500;

/** How long a download still takes, from the rate of its last seconds. */
export class TimeLeft {
  #samples: { readonly at: number; readonly loaded: number }[] = [];

  /** Seconds until `total` bytes are there; null while it cannot be said. `at` is in milliseconds. */
  after(loaded: number, total: number, at: number): number | null {
    const last = this.#samples.at(-1);
    if (last && loaded < last.loaded) this.#samples = []; // a file is fetched again
    this.#samples = [...this.#samples.filter((sample) => at - sample.at <= WINDOW), { at, loaded }];
    const first = this.#samples[0]!;
    if (at - first.at < LEAST || loaded === first.loaded) return null;
    return ((total - loaded) * (at - first.at)) / (loaded - first.loaded) / 1000;
  }
}
