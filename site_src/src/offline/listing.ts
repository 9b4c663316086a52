/** A file of the site: its path from the root, the first 16 hex digits of its sha256, its bytes; of a page, its title. */
export type Entry = readonly [path: string, revision: string, bytes: number, title?: string];

/**
 * The files of one version of the site that a browser may keep, by part: `shell`, `pages/<language folder>`,
 * `figures/<model>`, `runtime`, `other`. build/glassformer/offline.py writes it into the service worker.
 */
export type Listing = Readonly<Record<string, readonly Entry[]>>;

export const SHELL = 'shell';

/** Where each file of the listing is kept: an address that changes with its content. */
export class SiteFiles {
  readonly #entries: ReadonlyMap<string, Entry>;

  constructor(
    readonly listing: Listing,
    /** Address of the site's root. */
    readonly root: string,
  ) {
    this.#entries = new Map(
      Object.values(listing)
        .flat()
        .map((entry) => [entry[0], entry]),
    );
  }

  /** The file at an address of the site; a folder's is its index.html. */
  entryAt(address: string): Entry | null {
    const { origin, pathname } = new URL(address);
    const path = `${origin}${pathname}`;
    if (!path.startsWith(this.root)) return null;
    const name = path.slice(this.root.length);
    return this.#entries.get(name === '' || name.endsWith('/') ? `${name}index.html` : name) ?? null;
  }

  /** As Workbox words it for what it keeps at installation. */
  keyOf([path, revision]: Entry): string {
    return `${this.root}${path}?__WB_REVISION__=${revision}`;
  }

  keys(): Set<string> {
    return new Set([...this.#entries.values()].map((entry) => this.keyOf(entry)));
  }
}
