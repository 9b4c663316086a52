import type { Keeper } from './keeper';
import type { Live } from './live';
import type { Offline } from './offline';
import { Session, type Library } from './session';

/** What all pages of the site have in common, whichever page of it is shown. Stand-ins of tests have the first two. */
export interface Site {
  readonly library: Library;
  readonly live: Live;
  /** Address of the site's root, above all languages. */
  readonly root?: URL;
  readonly keeper?: Keeper;
  readonly offline?: Offline;
}

/** The only global state: the site's own parts, and one session for each page that is shown. */
export class Registry {
  // A page is the article that holds the figures. Instant navigation replaces it, and its session goes with it.
  readonly #sessions = new WeakMap<Element, Session>();
  #site: Site | null = null;

  /** Called once, by the page's script, before any element is defined. */
  start(site: Site): void {
    this.#site = site;
  }

  get site(): Site {
    if (this.#site === null) throw new Error('registry.start(site) has not been called');
    return this.#site;
  }

  sessionOf(element: Element): Session {
    const { library, live } = this.site;
    const page = element.closest('article') ?? element.ownerDocument.documentElement;
    let session = this.#sessions.get(page);
    if (!session) this.#sessions.set(page, (session = new Session(library, live)));
    return session;
  }
}

export const registry = new Registry();
