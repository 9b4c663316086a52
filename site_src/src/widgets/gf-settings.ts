import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Provider } from '../engine';
import { registry, type Possible, type Settings } from '../session';
import { LightElement } from './light_element';
import { megabytes } from './megabytes';
import { settingsWords, type SettingsWords } from './settings_words';

type Entry = readonly [value: string, label: string];

/** What the reader can choose about running live, and what this browser has stored. Nothing is fetched before it is opened. */
export class GfSettings extends LightElement {
  static override properties = { model: { type: String } };

  declare model: string;
  #possible: Possible | 'failed' | null = null;
  #unsubscribe: (() => void)[] = [];

  constructor() {
    super();
    this.model = 'embedded';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const site = registry.site;
    const follow = (): void => void (this.#isOpen && this.#look());
    this.#unsubscribe = [site.live.settings.subscribe(follow), site.live.subscribe(follow)];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  get #isOpen(): boolean {
    return this.querySelector('details')?.open ?? false;
  }

  get #settings(): Settings {
    return registry.site.live.settings;
  }

  async #look(): Promise<void> {
    const { keeper } = registry.site;
    try {
      this.#possible = keeper ? await keeper.look(this.model) : 'failed';
    } catch {
      this.#possible = 'failed';
    }
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const words = settingsWords[this.locale];
    const toggled = (): void => void (this.#isOpen && this.#look());
    return html`<details class="gf-settings" @toggle=${toggled}>
      <summary>${words.settings}</summary>
      ${this.#content(words)}
    </details>`;
  }

  #content(words: SettingsWords): TemplateResult | typeof nothing {
    if (this.#possible === null) return nothing;
    return this.#possible === 'failed' ? html`<p>${words.failed}</p>` : this.#body(words, this.#possible);
  }

  #body(words: SettingsWords, possible: Possible): TemplateResult {
    return html`<div class="gf-settings-grid">
        ${possible.models.length > 1 ? this.#modelList(words, possible) : nothing} ${this.#variantList(words, possible)}
        ${this.#providerList(words)} ${this.#memoryList(words)}
        ${possible.threads > 1 ? this.#threadList(words, possible) : nothing}
      </div>
      <p class="gf-settings-note">${words.applies}</p>
      ${this.#storedTable(words, possible)}`;
  }

  #modelList(words: SettingsWords, { models }: Possible): TemplateResult {
    const entries = models.map(({ slug, name, parameters }): Entry => {
      const millions = parameters / 1e6;
      return [slug, `${name}, ${words.parameters(millions.toFixed(millions < 10 ? 1 : 0))}`];
    });
    const choose = (model: string): void => this.#settings.change({ model: model || null });
    return list('model', words.model, [['', words.ownModel], ...entries], this.#settings.state.model ?? '', choose);
  }

  #variantList(words: SettingsWords, { manifest }: Possible): TemplateResult {
    const entries = Object.entries(manifest.variants)
      .sort(([, a], [, b]) => b.bits - a.bits)
      .map(([name, { bits, bytes }]): Entry => [name, `${name}: ${words.bits(bits, megabytes(bytes))}`]);
    const chosen = this.#settings.state.variants[this.model] ?? '';
    const choose = (name: string): void => this.#settings.chooseVariant(this.model, name || null);
    return list('variant', words.precision, [['', words.proposed], ...entries], chosen, choose);
  }

  #providerList(words: SettingsWords): TemplateResult {
    const entries = Object.entries(words.providers);
    const choose = (provider: string): void => this.#settings.change({ provider: provider as Provider | 'auto' });
    return list('provider', words.runsOn, entries, this.#settings.state.provider, choose);
  }

  #memoryList(words: SettingsWords): TemplateResult {
    const { lowMemory } = this.#settings.state;
    const value = lowMemory === null ? 'auto' : lowMemory ? 'little' : 'much';
    const choose = (memory: string): void => {
      this.#settings.change({ lowMemory: memory === 'auto' ? null : memory === 'little' });
    };
    return list('memory', words.memory, Object.entries(words.memories), value, choose);
  }

  #threadList(words: SettingsWords, { threads }: Possible): TemplateResult {
    const counts = Array.from({ length: threads }, (_, index): Entry => [String(index + 1), String(index + 1)]);
    const choose = (count: string): void => this.#settings.change({ threads: Number(count) });
    return list('threads', words.threads, counts, String(this.#settings.state.threads ?? 1), choose);
  }

  #storedTable(words: SettingsWords, { manifest, stored }: Possible): TemplateResult {
    if (!stored) return html`<p>${words.storesNothing}</p>`;
    const forget = async (variant: string): Promise<void> => {
      await registry.site.keeper?.forget(manifest, variant);
      await this.#look();
    };
    const rows = Object.entries(manifest.variants).map(([name, { bytes }]) => {
      const kept = stored[name] ?? 0;
      const what = kept > 0 ? words.storedBytes(megabytes(kept), megabytes(bytes)) : words.notStored;
      return html`<li>
        <span>${manifest.model.name} · ${name}</span> <span class="gf-settings-size">${what}</span>
        <button
          type="button"
          class="gf-button"
          data-control="delete-${name}"
          aria-label=${words.deleteOf(name)}
          ?disabled=${kept === 0}
          @click=${() => void forget(name)}
        >
          ${words.delete}
        </button>
      </li>`;
    });
    return html`<p class="gf-label">${words.stored}</p>
      <ul class="gf-settings-stored">
        ${rows}
      </ul>`;
  }
}

function list(
  name: string,
  label: string,
  entries: readonly Entry[],
  chosen: string,
  choose: (value: string) => void,
): TemplateResult {
  const changed = (event: Event): void => choose((event.target as HTMLSelectElement).value);
  return html`<label class="gf-setting">
    <span class="gf-label">${label}</span>
    <select data-control="setting-${name}" @change=${changed}>
      ${entries.map(([value, text]: Entry) => html`<option value=${value} .selected=${live(value === chosen)}>${text}</option>`)}
    </select>
  </label>`;
}
