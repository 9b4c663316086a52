import type { ModelConfig, Tensor } from '../../core/types';
import { LENS_TOP, LENS_TRACKED, POSITION_TOP, TOP } from '../../generated/schema';
import { logSumExp, norms, rank, top } from './reduce';
import { blankCore, copyStart } from './tensors';

/** Taps that the core level is made from. */
const NORMED = ['resid_pre', 'attn_out', 'resid_mid', 'mlp_out'] as const;

export function coreTaps({ n_layer }: ModelConfig): string[] {
  const each = Array.from({ length: n_layer }, (_, i) => ['pattern', ...NORMED].map((name) => `${name}.${i}`));
  return [...each.flat(), 'resid_final', 'ln_final_scale'];
}

/** Core tensors with a row for each token that the tokens after it do not change. */
const OF_ONE_TOKEN = [
  'pattern',
  'log_sum_exp',
  'position_top_ids',
  'position_top_log_probs',
  'next_log_prob',
  'next_rank',
  ...NORMED.map((name) => `${name}_norm`),
  'resid_final_norm',
  'ln_final_scale',
];

/** Fills the core tensors of one text, position by position, as the steps of a run bring them. */
export class CoreBuilder {
  readonly #tensors: ReadonlyMap<string, Tensor>;
  #tracked: Int32Array = new Int32Array(0);

  constructor(
    private readonly config: ModelConfig,
    private readonly ids: readonly number[],
  ) {
    this.#tensors = blankCore(config, ids.length);
    this.#data('tokens').set(ids);
  }

  get length(): number {
    return this.ids.length;
  }

  /** Takes the rows of the first `length` tokens from another text that begins with the same. */
  takeOver(other: CoreBuilder, length: number): void {
    for (const name of OF_ONE_TOKEN) copyStart(other.#tensors.get(name)!, this.#tensors.get(name)!, length);
  }

  /** A builder of its own numbers, for a text to come to take over from; what `build` gives is handed over to the page. */
  copy(): CoreBuilder {
    const copy = new CoreBuilder(this.config, this.ids);
    copy.takeOver(this, this.length);
    return copy;
  }

  /** What a step of `count` tokens tapped, the first of them at position `from`. */
  addTaps(from: number, count: number, taps: ReadonlyMap<string, Float32Array>): void {
    const { d_model, n_layer } = this.config;
    const tap = (name: string): Float32Array => taps.get(name)!;
    const tokens = this.ids.length;
    for (let layer = 0; layer < n_layer; layer++) {
      this.#addPattern(layer, from, count, tap(`pattern.${layer}`));
      for (const name of NORMED) {
        this.#data(`${name}_norm`).set(norms(tap(`${name}.${layer}`), d_model), layer * tokens + from);
      }
    }
    this.#data('resid_final_norm').set(norms(tap('resid_final'), d_model), from);
    this.#data('ln_final_scale').set(tap('ln_final_scale'), from);
  }

  /** `logits` [d_vocab] of the final stream at a position. The last position's must come before any `addLens`. */
  addFinal(position: number, logits: Float32Array): void {
    const total = logSumExp(logits);
    this.#data('log_sum_exp')[position] = total;
    this.#addTop('position_top_ids', 'position_top_log_probs', position, top(logits, POSITION_TOP), logits, total);
    const next = this.ids[position + 1];
    if (next !== undefined) {
      this.#data('next_log_prob')[position] = logits[next]! - total;
      this.#data('next_rank')[position] = rank(logits, next);
    } else {
      this.#data('log_probs').set(logits.map((logit) => logit - total));
      this.#addTop('top_ids', 'top_log_probs', 0, top(logits, TOP), logits, total);
      this.#tracked = top(logits, LENS_TRACKED);
    }
  }

  /** `logits` [d_vocab] of the residual stream before block `layer` (n_layer: after the last) at a position. */
  addLens(layer: number, position: number, logits: Float32Array): void {
    const tokens = this.ids.length;
    const row = layer * tokens + position;
    this.#data('lens_log_sum_exp')[row] = logSumExp(logits);
    this.#addTop('lens_top_ids', 'lens_top_logits', row, top(logits, LENS_TOP), logits, 0);
    this.#tracked.forEach((id, i) => {
      this.#data('lens_tracked_logits')[row * this.#tracked.length + i] = logits[id]!;
      this.#data('lens_tracked_ranks')[row * this.#tracked.length + i] = rank(logits, id);
    });
    const next = this.ids[position + 1];
    if (next === undefined) return;
    this.#data('lens_next_logit')[layer * (tokens - 1) + position] = logits[next]!;
    this.#data('lens_next_rank')[layer * (tokens - 1) + position] = rank(logits, next);
  }

  /** The tensors whose names are wanted. */
  build(wanted: (name: string) => boolean): Readonly<Record<string, Tensor>> {
    return Object.fromEntries([...this.#tensors].filter(([name]) => wanted(name)));
  }

  #addTop(ids: string, values: string, row: number, best: Int32Array, logits: Float32Array, minus: number): void {
    this.#data(ids).set(best, row * best.length);
    this.#data(values).set(
      Float32Array.from(best, (id) => logits[id]! - minus),
      row * best.length,
    );
  }

  /** `pattern` [head, count, from + count]; the keys that come later are masked: their weight is 0. */
  #addPattern(layer: number, from: number, count: number, pattern: Float32Array): void {
    const { n_head } = this.config;
    const tokens = this.ids.length;
    const target = this.#data('pattern');
    const keys = from + count;
    for (let head = 0; head < n_head; head++) {
      for (let query = 0; query < count; query++) {
        const row = (head * count + query) * keys;
        target.set(pattern.subarray(row, row + keys), ((layer * n_head + head) * tokens + from + query) * tokens);
      }
    }
  }

  #data(name: string): Float32Array | Int32Array {
    return this.#tensors.get(name)!.data;
  }
}
