/** What a page asks of the service worker, each answered once. */
export interface Asks {
  /** Whether the page is of a version that this service worker does not hold, so that a newer one may take over. */
  'is-other-version': boolean;
  /** What there is to keep, and what of it is kept. */
  parts: Part[];
  /** Deletes what is kept, except the shell, without which there is no page to say so. */
  forget: null;
  /** Ends the waiting of a newly installed service worker. */
  'take-over': null;
}

export interface Ask {
  readonly type: keyof Asks;
}

/** Files that are kept or missing together. */
export interface Part {
  /** `shell`, `pages/.` (the site's root) or `pages/zh`, `figures/<model>`, `runtime`, `other`. */
  readonly name: string;
  readonly bytes: number;
  readonly missing: readonly { readonly path: string; readonly bytes: number }[];
  /** Pages that can be read without a connection. */
  readonly pages: readonly { readonly path: string; readonly title: string }[];
}
