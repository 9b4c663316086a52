import type { nothing } from 'lit';
import { ReactiveElement, render, type TemplateResult } from 'lit';
import type { Locale } from '../core/types';
import { registry, type Session } from '../session';
import { localeOf } from './locale';
import { messages, type Messages } from './messages';

/**
 * A custom element over HTML that is there already. It has no shadow tree: it finds its parts, and only its own, by
 * `data-part`, and fills or replaces what is in them.
 */
export abstract class GfElement extends ReactiveElement {
  static override properties = { model: { type: String }, prompt: { type: String } };

  declare model: string;
  declare prompt: string;
  declare protected session: Session;
  #unsubscribe: (() => void)[] = [];
  readonly #rendered = new WeakSet<Element>();
  /** Parts that were found before: a drawing has thousands of elements to look through. */
  readonly #parts = new Map<string, HTMLElement>();

  constructor() {
    super();
    this.model = 'embedded';
    this.prompt = '';
  }

  protected override createRenderRoot(): this {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.session = registry.sessionOf(this);
    this.#unsubscribe = this.subscriptions();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#unsubscribe = [];
  }

  /** What the element listens to while it is in a page; each is ended by calling it. */
  protected abstract subscriptions(): (() => void)[];

  protected get locale(): Locale {
    return localeOf(this);
  }

  protected get words(): Messages {
    return messages[this.locale];
  }

  protected find(name: string): HTMLElement | null {
    const known = this.#parts.get(name);
    if (known && this.contains(known)) return known;
    const found = this.querySelector<HTMLElement>(`[data-part="${name}"]`);
    if (found) this.#parts.set(name, found);
    return found;
  }

  /** Renders into a part; what the page's HTML had there goes the first time. */
  protected fill(name: string, content: TemplateResult | typeof nothing): void {
    const part = this.find(name);
    if (!part) return;
    if (!this.#rendered.has(part)) part.replaceChildren();
    this.#rendered.add(part);
    render(content, part, { host: this });
  }
}
