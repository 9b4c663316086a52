import { html, nothing, type TemplateResult } from 'lit';
import { message } from '../core/messages';
import type { View } from '../core/types';
import { attention, headAfter, showsHead, STEPS, type AttentionSpec, type Step } from '../draw';
import { without, type Choices } from '../session';
import { picker, type Option, type PickerName } from './controls';
import { GfFigure, type Scene } from './figure';
import { numbers, tokenOptions } from './options';
import { pointedAt, wordAt } from './pointing';

type HeadPlace = Pick<View, 'block' | 'head'>;
type Cell = Pick<View, 'position' | 'key'>;

/** Cells of a text this long are drawn anew within a frame while the mouse passes over them. */
const HOVER_TOKENS = 24;

/** All heads of a block, and one head's matrix: choose block and head, then any cell to see how it comes about. */
export class GfAttention extends GfFigure<AttentionSpec> {
  /** `text`: the figure keeps a block and head of its own, and follows the page's text, position and key. */
  declare spec: GfFigure<AttentionSpec>['spec'] & { readonly follow?: 'all' | 'text' };
  protected readonly kind = attention;
  protected readonly own = ['block', 'head', 'position', 'key'] as const;
  /** The head that the reader chose to see here, in a figure that keeps its own. */
  #ownHead: Partial<HeadPlace> = {};
  /** The cell under the mouse: shown while it is there, not chosen. */
  #hovered: Cell | null = null;

  protected override readonly chooses = 'attention';

  protected override get choices(): Choices {
    return this.spec.follow === 'text'
      ? { ...without(super.choices, ['block', 'head']), ...this.#ownHead }
      : super.choices;
  }

  protected override get pointed(): Partial<View> {
    return this.#hovered ?? {};
  }

  /** One step of the four, where one head is shown. */
  protected override get places(): readonly string[] {
    return [this.settings.show === 'heads' ? 'attention' : `attention:${this.settings.step}`];
  }

  protected override showPlace(place: string): void {
    const step = STEPS.find((name) => place === `attention:${name}`);
    if (step) this.choose({ step });
  }

  protected override reset(): void {
    this.#ownHead = {};
    super.reset(this.spec.follow === 'text' ? ['position', 'key'] : this.own);
  }

  protected override controls({ trace, view }: Scene<AttentionSpec>): TemplateResult {
    const { words } = this;
    const { config } = trace.meta.model;
    const block = this.#picker('block', words.block, view.block, numbers(config.n_layer), (value) =>
      this.#chooseHead({ block: value, head: view.head }),
    );
    const head = this.#picker('head', words.head, view.head, numbers(config.n_head), (value) =>
      this.#chooseHead({ block: view.block, head: value }),
    );
    return html`${block}${head}${showsHead(view) ? this.#cellControls({ trace, view }) : nothing}`;
  }

  #cellControls({ trace, view }: Scene<AttentionSpec>): TemplateResult {
    const { words } = this;
    const tokens = tokenOptions(trace.meta.tokens);
    const query = this.#picker('query', words.query, view.position, tokens, (position) =>
      this.#choose({ position, key: view.key }),
    );
    const options = [{ value: null, label: words.noKey }, ...tokens];
    const choose = (key: number | null): void => this.#choose({ position: view.position, key });
    const key = picker({ name: 'key', label: words.key, value: view.key, options, choose }, words);
    return html`${query}${key}${trace.hasLayer(view.block) ? this.#stepControls(view.step) : nothing}`;
  }

  #picker(
    name: PickerName,
    label: string,
    value: number,
    options: Option[],
    choose: (value: number) => void,
  ): TemplateResult {
    return picker({ name, label, value, options, choose: (chosen) => chosen !== null && choose(chosen) }, this.words);
  }

  #stepControls(shown: Step): TemplateResult {
    return html`<div class="gf-control gf-wide" role="group" aria-label=${this.words.step}>
      <span class="gf-label" aria-hidden="true">${this.words.step}</span>
      <div class="gf-segments">
        ${STEPS.map(
          (step, index) =>
            html`<button
              type="button"
              class="gf-segment"
              data-step=${step}
              aria-pressed=${step === shown}
              @click=${() => this.choose({ step })}
            >
              ${index + 1} ${message(this.locale, `attention.short.${step}`)}
            </button>`,
        )}
      </div>
    </div>`;
  }

  protected override pressed(event: MouseEvent): void {
    const [head, position, key] = [pointedAt(event, 'head'), pointedAt(event, 'query'), pointedAt(event, 'key')];
    const step = STEPS.find((name) => name === wordAt(event, 'step'));
    const view = this.scene?.view;
    if (!view) return;
    if (head !== null) this.#chooseHead({ block: pointedAt(event, 'block') ?? view.block, head });
    else if (step) this.choose({ step });
    else if (position !== null || key !== null) this.#choose({ position: position ?? view.position, key });
  }

  protected override hovered(event: PointerEvent | null): void {
    const cell = event && this.#cellAt(event);
    if (cell?.position === this.#hovered?.position && cell?.key === this.#hovered?.key) return;
    this.#hovered = cell;
    this.requestUpdate();
  }

  #cellAt(event: PointerEvent): Cell | null {
    const [position, key] = [pointedAt(event, 'query'), pointedAt(event, 'key')];
    const small = (this.scene?.trace.meta.tokens.length ?? 0) <= HOVER_TOKENS;
    return small && position !== null && key !== null ? { position, key } : null;
  }

  protected override moved({ trace, view }: Scene<AttentionSpec>, down: number, right: number): void {
    if (view.show === 'all') {
      const next = headAfter(trace, view, down + right);
      return next ? this.#chooseHead(next) : undefined;
    }
    const position = view.position + down;
    // From a row without a key, left enters at the token itself and right at the first one.
    const key = right === 0 ? view.key : view.key === null ? (right < 0 ? position : 0) : view.key + right;
    const { tokens } = trace.meta;
    if (position in tokens && (key === null || key in tokens)) this.#choose({ position, key });
  }

  #chooseHead(place: HeadPlace): void {
    if (this.spec.follow !== 'text') return this.session.set(place);
    this.#ownHead = place;
    void this.follow();
  }

  #choose(cell: Cell): void {
    this.session.set(cell);
  }
}
