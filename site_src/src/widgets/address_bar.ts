import { readAddress, writeAddress, type Address } from '../core/address';

/** Set on entries of the history at which a part is unfolded: going back folds it. */
interface Entry {
  readonly unfolded?: boolean;
}

/** The page's address, kept in step with what the explorer shows. */
export class AddressBar {
  /** Hears of the address when the reader goes back or forward, or follows a link within the page. */
  constructor(private readonly moved: (address: Address) => void) {}

  get address(): Address {
    return readAddress(location.hash);
  }

  /** Returns the function that stops listening. */
  listen(): () => void {
    const heard = (): void => this.moved(this.address);
    addEventListener('popstate', heard);
    return () => removeEventListener('popstate', heard);
  }

  write(address: Address): void {
    const fragment = writeAddress(address);
    if (fragment === location.hash) return;
    history.replaceState(history.state, '', fragment || location.pathname + location.search);
  }

  /** A new entry of the history. */
  push(address: Address, unfolded: boolean): void {
    history.pushState({ ...(history.state as object | null), unfolded } satisfies Entry, '', writeAddress(address));
  }

  /** Goes back to where the part was folded; false where the page was opened with it. */
  back(): boolean {
    const unfolded = (history.state as Entry | null)?.unfolded === true;
    if (unfolded) history.back();
    return unfolded;
  }

  /** The whole address of a view, for others to open. */
  link(address: Address): string {
    return new URL(writeAddress(address), location.href).href;
  }
}
