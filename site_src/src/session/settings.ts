import type { Choice, Provider } from '../engine';
import { remember, remembered } from './remembered';
import { Store } from './store';

/** What the reader has chosen about running live; what is left out is proposed for their machine. */
export interface SettingsState {
  /** Model that all figures show, where the site holds several; null: each figure's own. */
  readonly model: string | null;
  /** By model. */
  readonly variants: Readonly<Record<string, string>>;
  readonly provider: Provider | 'auto';
  readonly lowMemory: boolean | null;
  readonly threads: number | null;
}

const DEFAULTS: SettingsState = { model: null, variants: {}, provider: 'auto', lowMemory: null, threads: null };
const NAME = 'settings';

/** Remembered in this browser. */
export class Settings extends Store<SettingsState> {
  #own: SettingsState;

  constructor() {
    super({ ...DEFAULTS, ...remembered<Partial<SettingsState>>(NAME) });
    this.#own = this.state;
  }

  change(patch: Partial<SettingsState>): void {
    this.#own = { ...this.#own, ...patch };
    this.replace({ ...this.state, ...patch });
    remember(NAME, this.#own);
  }

  /** Shows the model that a link asks for. It is not the reader's choice, so it is not remembered. */
  show(model: string): void {
    if (model !== this.state.model) this.replace({ ...this.state, model });
  }

  /** null gives the variant back to what is proposed. */
  chooseVariant(model: string, variant: string | null): void {
    const { [model]: _, ...others } = this.state.variants;
    this.change({ variants: variant === null ? others : { ...others, [model]: variant } });
  }

  choiceFor(model: string): Choice {
    const { variants, provider, lowMemory, threads } = this.state;
    return {
      model,
      variant: variants[model],
      provider,
      lowMemory: lowMemory ?? undefined,
      threads: threads ?? undefined,
    };
  }
}
