/** Runs only the newest of a row of calls, after a pause. */
export class Debounce {
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly pause: number) {}

  run(work: () => void): void {
    this.cancel();
    this.#timer = setTimeout(work, this.pause);
  }

  cancel(): void {
    clearTimeout(this.#timer);
  }
}
