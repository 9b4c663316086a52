import type { Address } from '../core/address';
import { Store } from './store';

/** One stop of a guided tour: what the picture shows, and the part of it that is pointed out. */
export interface Stop {
  readonly show: Address;
  readonly point: string;
}

export interface GuideState {
  /** Step of the tour, counted from 1; null: there is none. */
  readonly step: number | null;
  /** What the picture is asked to show: a new object each time it is asked. */
  readonly show: Address | null;
  readonly point: string | null;
  /** The reader's own view, from before the tour. */
  readonly before: Address | null;
}

const NOWHERE: GuideState = { step: null, show: null, point: null, before: null };

/** Where a guided tour and the picture that acts it out meet. The tour has the stops; the picture has the address. */
export class Guide extends Store<GuideState> {
  #stops: readonly Stop[] = [];
  #over: Address = {};

  constructor() {
    super(NOWHERE);
  }

  /** The tour's element is in the page. Returns the function that takes it out. */
  offer(stops: readonly Stop[]): () => void {
    this.#stops = stops;
    if (this.state.step !== null) this.go(this.state.step, this.#over); // was asked for before
    return () => {
      this.#stops = [];
      this.replace(NOWHERE);
    };
  }

  /** Leads to a step, or ends the tour. A view that an address holds goes over the one of the step. */
  go(step: number | null, over: Address = {}): void {
    if (step === null && this.state.step === null) return;
    const stop = step === null ? undefined : this.#stops[step - 1];
    const awaited = step !== null && this.#stops.length === 0;
    this.#over = over;
    this.replace({
      step: stop || awaited ? step : null,
      show: stop ? (Object.keys(over).length > 0 ? over : { ...stop.show }) : null,
      point: stop?.point ?? null,
      before: this.state.before,
    });
  }

  /** Keeps the reader's own view. */
  keep(before: Address): void {
    this.replace({ ...this.state, before });
  }

  /** Ends the tour and shows the reader's own view again. */
  back(): void {
    const { before } = this.state;
    if (before) this.replace({ ...NOWHERE, show: { ...before } });
  }
}
