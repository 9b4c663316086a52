import { html, nothing, type TemplateResult } from 'lit';
import { button } from './controls';
import { pictureOf, type Caption } from './picture';
import { pngOf } from './picture_png';
import { saveFile } from './save_file';
import type { TakeawayWords } from './takeaway_words';

type What = 'svg' | 'png' | 'trace';

/** What a figure gives away. */
export interface Source {
  /** Whether the page has an address for what is shown; and that address. */
  hasLink(): boolean;
  link(): string;
  /** What is shown, and what is said above and below it. */
  picture(): { readonly drawing: HTMLElement; readonly caption: Caption };
  trace(): Promise<Uint8Array>;
  /** Name of a file, without its ending. */
  name(what: What): string;
}

type Said =
  | { readonly name: 'nothing' | 'copied' | 'link' | 'working' }
  | { readonly name: 'saved'; readonly file: string }
  | { readonly name: 'failed'; readonly what: What; readonly message: string };

const SAFETENSORS = 'application/octet-stream';

/** What a reader takes away: a link to the view, its picture, its numbers. */
export class Takeaway {
  #said: Said = { name: 'nothing' };

  /** `changed` is called when there is something else to be said. */
  constructor(
    private readonly source: Source,
    private readonly changed: () => void,
  ) {}

  async copy(): Promise<void> {
    const copied = await navigator.clipboard?.writeText(this.source.link()).then(
      () => true,
      () => false,
    );
    this.#say({ name: copied ? 'copied' : 'link' }); // no clipboard over plain http
  }

  async save(what: What): Promise<void> {
    if (this.#said.name === 'working') return;
    this.#say({ name: 'working' });
    try {
      const name = `${this.source.name(what)}.${what === 'trace' ? 'safetensors' : what}`;
      saveFile(await this.#file(what), name);
      this.#say({ name: 'saved', file: name });
    } catch (error) {
      this.#say({ name: 'failed', what, message: String(error) });
    }
  }

  async #file(what: What): Promise<Blob> {
    if (what === 'trace') return new Blob([(await this.source.trace()).slice()], { type: SAFETENSORS });
    const { drawing, caption } = this.source.picture();
    const svg = pictureOf(drawing, caption);
    return what === 'png' ? pngOf(svg) : new Blob([svg], { type: 'image/svg+xml' });
  }

  #say(said: Said): void {
    this.#said = said;
    this.changed();
  }

  render(words: TakeawayWords): TemplateResult {
    const disabled = this.#said.name === 'working';
    const save = (what: What): TemplateResult =>
      button(`save-${what}`, words[what], () => void this.save(what), { disabled });
    return html`<div class="gf-row gf-takeaway-buttons" role="group" aria-label=${words.group}>
        ${!this.source.hasLink() ? nothing : button('copy-link', words.link, () => void this.copy())}
        ${save('svg')}${save('png')}
        <span title=${words.traceHint}>${save('trace')}</span>
      </div>
      <div class="gf-takeaway-said" role="status">${this.#words(words)}</div>`;
  }

  #words(words: TakeawayWords): TemplateResult | string | typeof nothing {
    const said = this.#said;
    if (said.name === 'nothing') return nothing;
    if (said.name === 'saved') return words.saved(said.file);
    if (said.name === 'failed')
      return html`<p class="gf-problem">${words.failed[said.what]} <small lang="en">(${said.message})</small></p>`;
    if (said.name !== 'link') return words[said.name];
    const marked = (event: Event): void => (event.target as HTMLInputElement).select();
    return html`<label class="gf-takeaway-link"
      >${words.copyYourself}
      <input class="gf-text" type="text" readonly data-control="link" .value=${this.source.link()} @focus=${marked}
    /></label>`;
  }
}
