/** How long a step stands while steps play, in milliseconds. */
const PACE = 1100;

/** Shows one step after the other, up to the last. */
export class Player {
  #timer: ReturnType<typeof setInterval> | null = null;

  /** `show` is called with each step's number. */
  constructor(private readonly show: (step: number) => void) {}

  get plays(): boolean {
    return this.#timer !== null;
  }

  /** Plays on from a step that is shown now; from the start where that is the last one. */
  play(from: number, last: number): void {
    this.pause();
    if (last <= 0) return;
    let step = from >= last ? 0 : from + 1;
    this.#timer = setInterval(() => {
      step++;
      if (step >= last) this.pause();
      this.show(step);
    }, PACE);
    if (step >= last) this.pause();
    this.show(step);
  }

  pause(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }
}
