import { html, type TemplateResult } from 'lit';
import { explorer, sizeFor, type ExplorerSpec } from '../draw';
import { GfFigure, type Scene } from './figure';
import { blockPicker, headPicker, tokenPicker } from './pickers';
import { pointedAt } from './pointing';

/** The whole model on one screen: blocks, heads and tokens to go through. */
export class GfExplorer extends GfFigure<ExplorerSpec> {
  protected readonly kind = explorer;
  protected readonly own = ['block', 'head', 'position', 'key'] as const;

  protected override readonly chooses = 'explorer';

  /** The page brings the picture for every width; once it is redrawn, only the one that fits is. */
  #size: ExplorerSpec['size'] = 'all';
  readonly #resized = new ResizeObserver(() => this.#fit());

  protected override get settings(): ExplorerSpec {
    return { ...super.settings, size: this.#size };
  }

  protected override subscriptions(): (() => void)[] {
    this.#resized.observe(this);
    const fits = this.session.subscribe(() => (this.#size = this.#fitting)); // before the figure follows
    return [fits, ...super.subscriptions(), () => this.#resized.disconnect()];
  }

  get #fitting(): ExplorerSpec['size'] {
    return sizeFor(this.find('drawing')?.clientWidth ?? 0);
  }

  /** Draws the picture for the width that there is now. */
  #fit(): void {
    if (this.#size === 'all' || this.#size === this.#fitting) return;
    this.#size = this.#fitting;
    void this.follow();
  }

  protected override controls(scene: Scene<ExplorerSpec>): TemplateResult {
    const { session, words } = this;
    return html`${blockPicker(scene, session, words)}${headPicker(scene, session, words)}${tokenPicker(
      scene,
      session,
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
