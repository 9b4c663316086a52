import { readAddress, writeAddress, type Address } from '../core/address';

/** Set on entries of the history at which a part is unfolded: going back folds it. */
interface Entry {
  readonly unfolded?: boolean;
}

/** Milliseconds between two writings: browsers refuse more than a hundred in half a minute, and each takes its time. */
const REST = 500;

/** The page's address, kept in step with what the explorer shows. */
export class AddressBar {
  /** What the address shall say after the rest. */
  #wanted: string | null = null;
  #rest: ReturnType<typeof setTimeout> | null = null;

  /** Hears of the address when the reader goes back or forward, or follows a link within the page. */
  constructor(private readonly moved: (address: Address) => void) {}

  get address(): Address {
    this.#write();
    return readAddress(location.hash);
  }

  /** Returns the function that stops listening. */
  listen(): () => void {
    const heard = (): void => {
      this.#wanted = null; // of the entry that was left
      this.moved(this.address);
    };
    addEventListener('popstate', heard);
    return () => {
      removeEventListener('popstate', heard);
      this.#write();
    };
  }

  /** Writes the first of many changes at once, and of those that follow fast the last. */
  write(address: Address): void {
    this.#wanted = writeAddress(address);
    if (this.#rest === null) this.#write();
  }

  #write(): void {
    const fragment = this.#wanted;
    this.#wanted = null;
    if (fragment === null || fragment === location.hash) return;
    history.replaceState(history.state, '', fragment || location.pathname + location.search);
    if (this.#rest !== null) clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      this.#rest = null;
      this.#write();
    }, REST);
  }

  /** A new entry of the history. */
  push(address: Address, unfolded: boolean): void {
    this.#write();
    history.pushState({ ...(history.state as object | null), unfolded } satisfies Entry, '', writeAddress(address));
  }

  /** Goes back to where the part was folded; false where the page was opened with it. */
  back(): boolean {
    this.#write();
    const unfolded = (history.state as Entry | null)?.unfolded === true;
    if (unfolded) history.back();
    return unfolded;
  }

  /** The whole address of a view, for others to open. */
  link(address: Address): string {
    return new URL(writeAddress(address), location.href).href;
  }
}
