import { html, type TemplateResult } from 'lit';
import { explorer, sizeFor, type ExplorerSpec } from '../draw';
import { picker } from './controls';
import { GfFigure, type Scene } from './figure';
import { numbers, tokenOptions } from './options';
import { pointedAt } from './pointing';

/** The whole model on one screen: blocks, heads and tokens to go through. */
export class GfExplorer extends GfFigure<ExplorerSpec> {
  protected readonly kind = explorer;
  protected readonly own = ['block', 'head', 'position', 'key'] as const;

  protected override readonly chooses = 'explorer';

  readonly #resized = new ResizeObserver(() => this.#fit());
  #size = sizeFor(0);

  protected override get settings(): ExplorerSpec {
    return { ...super.settings, size: this.#size };
  }

  protected override subscriptions(): (() => void)[] {
    this.#size = this.#fitting;
    this.#resized.observe(this);
    return [...super.subscriptions(), () => this.#resized.disconnect()];
  }

  get #fitting(): ReturnType<typeof sizeFor> {
    return sizeFor(this.find('drawing')?.clientWidth ?? 0);
  }

  /** Draws the picture for the width that there is. */
  #fit(): void {
    const size = this.#fitting;
    if (size === this.#size) return;
    this.#size = size;
    if (this.scene) void this.follow();
  }

  protected override controls({ trace, view }: Scene<ExplorerSpec>): TemplateResult {
    const { words, session } = this;
    const { n_layer, n_head } = trace.meta.model.config;
    const choose = (name: 'block' | 'head') => (value: number | null) =>
      value !== null && session.set({ [name]: value });
    return html`${picker(
      { name: 'block', label: words.block, value: view.block, options: numbers(n_layer), choose: choose('block') },
      words,
    )}
    ${picker(
      { name: 'head', label: words.head, value: view.head, options: numbers(n_head), choose: choose('head') },
      words,
    )}
    ${picker(
      {
        name: 'position',
        label: words.token,
        value: view.position,
        options: tokenOptions(trace.meta.tokens),
        choose: (position) => position !== null && session.set({ position, key: null }),
      },
      words,
    )}`;
  }

  protected override pressed(event: MouseEvent): void {
    const [block, head, query] = [pointedAt(event, 'block'), pointedAt(event, 'head'), pointedAt(event, 'query')];
    const position = pointedAt(event, 'position');
    if (block !== null) this.session.set({ block });
    else if (head !== null) this.session.set({ head });
    else if (query !== null) this.session.set({ position: query, key: pointedAt(event, 'key') });
    else if (position !== null) this.session.set({ position, key: null });
  }

  /** Up and down from token to token, left and right from block to block: as they stand on a wide screen. */
  protected override moved({ trace, view }: Scene<ExplorerSpec>, down: number, right: number): void {
    const [position, block] = [view.position + down, view.block + right];
    if (down !== 0 && position in trace.meta.tokens) this.session.set({ position, key: null });
    if (right !== 0 && block >= 0 && block < trace.meta.model.config.n_layer) this.session.set({ block });
  }
}
