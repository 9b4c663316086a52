import { html, nothing, type TemplateResult } from 'lit';
import { button } from './controls';
import { LightElement } from './light_element';
import { offlineWords } from './offline_words';

/** Says, at the foot of the window, that there is a newer version of the site. The reader decides when it is taken. */
export class GfUpdate extends LightElement {
  #take: (() => void) | null = null;

  /** `take` reloads the page into the newer version. */
  announce(take: () => void): void {
    this.#take = take;
    this.requestUpdate();
  }

  protected override render(): TemplateResult | typeof nothing {
    this.setAttribute('role', 'status');
    const take = this.#take;
    const words = offlineWords[this.locale];
    const later = (): void => {
      this.#take = null;
      this.requestUpdate();
    };
    if (!take) return nothing;
    return html`<div class="gf-update md-typeset">
      <p>${words.newVersion}</p>
      ${button('take', words.take, take, { primary: true })} ${button('later', words.later, later)}
    </div>`;
  }
}
