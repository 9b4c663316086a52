import type { EngineState } from '../types';

const EVERY = 100; // milliseconds between two reports of the same stage

/** Turns what arrives into states to show. Bytes are those that are transferred, as the plan counted them. */
export class Progress {
  #loaded = 0;
  #reported = 0;

  constructor(
    private readonly total: number,
    private readonly report: (state: EngineState) => void,
  ) {}

  readonly onBytes = (count: number): void => {
    this.#loaded += count;
    const now = performance.now();
    if (now - this.#reported < EVERY) return;
    this.#reported = now;
    this.report(this.#downloading());
  };

  /** A file is about to be fetched once more. Said until bytes come in again. */
  readonly onRetry = (): void => {
    this.#reported = performance.now();
    this.report({ ...this.#downloading(), retrying: true });
  };

  /** All is here, and is read and checked. */
  verifying(): void {
    this.report({ name: 'verifying' });
  }

  starting(): void {
    this.report({ name: 'starting' });
  }

  #downloading(): EngineState {
    return { name: 'downloading', loaded: this.#loaded, total: Math.max(this.total, this.#loaded) };
  }
}
