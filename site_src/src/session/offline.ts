import type * as EngineModule from '../engine';
import type { Plan } from '../engine';
import type * as KeepingModule from '../offline';
import type { CannotKeep, Part, ServiceClient } from '../offline';
import { isAbort } from './problems';
import { remember, remembered } from './remembered';
import type { Settings } from './settings';
import { Store } from './store';

type Engine = typeof EngineModule;
type Keeping = typeof KeepingModule;

/** What of the course can be read without a connection, and what saving the rest would take. */
export interface Course {
  /** Of the pages and figures, in bytes. */
  readonly missing: number;
  readonly kept: number;
  /** Pages that are kept, by their path from the site's root. */
  readonly pages: readonly { readonly path: string; readonly title: string }[];
  /** The model that would run live; null where it cannot be found out. */
  readonly live: Plan | null;
}

export type OfflineState =
  | { readonly name: 'unavailable'; readonly why: CannotKeep }
  | { readonly name: 'starting' }
  | { readonly name: 'ready'; readonly course: Course }
  | { readonly name: 'saving'; readonly loaded: number; readonly total: number }
  | { readonly name: 'failed'; readonly problem: SavingProblem; readonly message: string };

export type SavingProblem = 'network' | 'room' | 'other-version';

/** What a reader wants to have without a connection: remembered, so that an update of the site renews it. */
export interface Wish {
  /** Language folder from the site's root; "." is the root itself. */
  readonly folder: string;
  readonly model: string;
  /** The model too, so that it runs live. */
  readonly live: boolean;
}

const SAVED = 'saved';

/** The site in this browser, for when there is no connection. */
export class Offline extends Store<OfflineState> {
  #client: ServiceClient | null = null;
  #keeping: Keeping | null = null;
  #saving: AbortController | null = null;
  /** What the page that is shown wants to know. */
  #looking: Wish | null = null;

  constructor(
    private readonly root: URL,
    private readonly loadEngine: () => Promise<Engine>,
    private readonly settings: Settings,
  ) {
    super({ name: 'starting' });
  }

  /** Registers the service worker. `onNewVersion` is told how a newer version of the site is taken. */
  async start(onNewVersion: (take: () => void) => void): Promise<void> {
    try {
      this.#keeping = await import('../offline');
      const why = this.#keeping.cannotKeep();
      if (why) return this.replace({ name: 'unavailable', why });
      this.#client = await this.#keeping.ServiceClient.register(this.root, onNewVersion);
    } catch {
      return this.replace({ name: 'unavailable', why: 'refused' });
    }
    const wish = remembered<Wish>(SAVED);
    if (wish) await this.#save(wish); // what an update has changed
    if (this.#looking) await this.look(this.#looking);
  }

  /** Finds out what is kept, now or as soon as the service worker runs. */
  async look(wish: Wish): Promise<void> {
    this.#looking = wish;
    if (!this.#client || !this.#keeping || this.#saving) return;
    const { courseOf, missingBytes } = this.#keeping;
    const [parts, live] = await Promise.all([this.#client.ask('parts'), wish.live ? this.#plan(wish.model) : null]);
    const course = courseOf(parts, wish.folder);
    const missing = missingBytes(course);
    const pages = parts.flatMap((part: Part) => part.pages);
    if (this.#saving || this.#looking !== wish) return;
    this.replace({ name: 'ready', course: { missing, kept: total(course) - missing, pages, live } });
  }

  /** Keeps all pages of a language with their figures, and the model if it is wished for. */
  async save(wish: Wish): Promise<void> {
    if (this.state.name !== 'ready' && this.state.name !== 'failed') return;
    await navigator.storage.persist().catch(() => false); // else the browser may delete it when room is short
    await this.#save(wish);
    if (this.state.name !== 'failed') await this.look(wish);
  }

  cancel(): void {
    this.#saving?.abort();
  }

  /** Deletes what is kept of pages, figures and the model. */
  async forget(wish: Wish): Promise<void> {
    remember(SAVED, null);
    await this.#client?.ask('forget');
    const { forgetVariant } = await this.loadEngine();
    const plan = await this.#plan(wish.model);
    for (const variant of Object.keys(plan?.manifest.variants ?? {})) {
      await forgetVariant(this.root, plan!.manifest, variant);
    }
    await this.look(wish);
  }

  async #save(wish: Wish): Promise<void> {
    const { folder, model, live } = wish;
    const saving = (this.#saving = new AbortController());
    try {
      const { freeBytes, keepModel } = await this.loadEngine();
      const { courseOf, missingBytes, save } = this.#keeping!;
      const plan = live ? await this.#plan(model) : null;
      const sum = missingBytes(courseOf(await this.#client!.ask('parts'), folder)) + (plan?.bytes ?? 0);
      const free = await freeBytes();
      if (free !== null && free < sum) return this.#fail('room', `${sum} > ${free}`);
      let loaded = 0;
      const onBytes = (bytes: number): void => {
        if (this.#saving !== saving) return; // a file that was under way when another failed
        loaded += bytes;
        this.replace({ name: 'saving', loaded, total: Math.max(sum, loaded) });
      };
      onBytes(0);
      const { signal } = saving;
      const strangers = await save(this.#client!, this.root, folder, { signal, onBytes });
      if (plan) await keepModel(this.root, plan, { signal, onBytes });
      if (strangers > 0) return this.#fail('other-version', `${strangers}`);
      remember(SAVED, wish);
    } catch (error) {
      if (!isAbort(error)) this.#fail('network', error instanceof Error ? error.message : String(error));
    } finally {
      this.#saving = null;
    }
  }

  async #plan(model: string): Promise<Plan | null> {
    try {
      const { createEngine } = await this.loadEngine();
      return await createEngine({ root: this.root }).plan(this.settings.choiceFor(model));
    } catch {
      return null;
    }
  }

  #fail(problem: SavingProblem, message: string): void {
    this.replace({ name: 'failed', problem, message });
  }
}

function total(parts: readonly Part[]): number {
  return parts.reduce((sum, { bytes }) => sum + bytes, 0);
}
