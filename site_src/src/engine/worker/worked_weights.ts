import type { ModelConfig, Tensor } from '../../core/types';
import {
  FIELDS,
  NEIGHBOURS,
  NEURON_TOKENS,
  NEURONS,
  OUTPUTS,
  UNEMBEDDED,
  WPE_COLUMNS,
  WPE_COMPONENTS,
  type Dim,
} from '../../generated/schema';
import type { LayerTensors } from '../../trace/types';
import type { Seen } from '../seen_tokens';
import { principalComponents } from './principal';
import { top } from './reduce';
import type { StoredTensors } from './stored_tensors';

/** Tensors by the contract's names; what is left out of a shape is the `layer` dimension. */
type Named = Readonly<Record<string, Tensor>>;
type Numbers = Float32Array | Int32Array;

/**
 * The rows and columns that the worked examples of a text need, out of the loaded variant: what trace_weights.py picks
 * out of a checkpoint, by the same rules.
 */
export class WorkedWeights {
  #positions: Promise<Record<string, Numbers>> | null = null;
  readonly #unembedding: string;
  /** Ids of the tokens that training saw: neighbours and what neurons write are looked for among them. */
  readonly #seen: Int32Array;

  constructor(
    private readonly config: ModelConfig,
    private readonly stored: StoredTensors,
    seen: Seen,
  ) {
    const ids = Int32Array.from({ length: config.d_vocab }, (_, id) => id);
    this.#seen = ids.filter(seen);
    this.#unembedding = stored.has('lm_head') ? 'lm_head' : 'wte';
  }

  /** The tensors of the level *weights*. `best`: the most probable next tokens, best first. */
  async whole(ids: readonly number[], best: Int32Array): Promise<Named> {
    const unembedded = best.slice(0, UNEMBEDDED);
    const positions = await (this.#positions ??= this.#picturePositions());
    return named('weights', this.config, ids.length, {
      embed: await this.stored.rows('wte', ids),
      pos_embed: await this.stored.rows('wpe', ids.keys()),
      unembed_ids: unembedded,
      unembed: await this.stored.rows(this.#unembedding, unembedded),
      ln_f_weight: await this.stored.whole('ln_f.weight'),
      ln_f_bias: await this.stored.whole('ln_f.bias'),
      ...(await this.#neighbours(ids)),
      ...positions,
    });
  }

  /** The tensors of the level *layer_weights*. `detail`: the block's, of which the last position is looked at. */
  async ofLayer(layer: number, detail: LayerTensors): Promise<Named> {
    const of = (name: string): Promise<Float32Array> => this.stored.whole(`h.${layer}.${name}`);
    return named('layer_weights', this.config, 0, {
      ln_1_weight: await of('ln_1.weight'),
      ln_1_bias: await of('ln_1.bias'),
      ...(await this.#projections(layer, detail)),
      ...(await this.#output(layer, detail)),
      ln_2_weight: await of('ln_2.weight'),
      ln_2_bias: await of('ln_2.bias'),
      ...(await this.#neurons(layer, detail)),
    });
  }

  async #picturePositions(): Promise<Record<string, Numbers>> {
    const { n_ctx, d_model } = this.config;
    const wpe = await this.stored.whole('wpe');
    const variances = Float32Array.from({ length: d_model }, (_, column) => variance(wpe, column, d_model));
    const columns = top(variances, WPE_COLUMNS);
    const { coordinates, shares } = principalComponents(wpe, d_model, WPE_COMPONENTS);
    return {
      wpe_column_ids: columns,
      wpe_columns: Float32Array.from({ length: n_ctx * columns.length }, (_, i) => {
        return wpe[Math.floor(i / columns.length) * d_model + columns[i % columns.length]!]!;
      }),
      wpe_components: Float32Array.from(coordinates),
      wpe_variance: Float32Array.from(shares),
    };
  }

  async #neighbours(ids: readonly number[]): Promise<Record<string, Numbers>> {
    const { products, lengths } = await this.#alongRows('wte', await this.stored.rows('wte', ids));
    const nearest = ids.map((id, i) => {
      const cosines = this.#seenOnly(products[i]!.map((product, other) => product / (lengths[id]! * lengths[other]!)));
      cosines[this.#seen.indexOf(id)] = -Infinity; // a token is no neighbour of itself
      return this.#best(cosines, NEIGHBOURS);
    });
    return {
      neighbour_ids: joinedIds(nearest.map(({ ids: found }) => found)),
      neighbour_cosines: joined(nearest.map(({ values }) => values)),
    };
  }

  /** For each head the column of W_Q, W_K and W_V behind the largest number of its last query, key and value. */
  async #projections(layer: number, detail: LayerTensors): Promise<Record<string, Numbers>> {
    const { n_head, d_head } = this.config;
    const bias = await this.stored.whole(`h.${layer}.attn.c_attn.bias`);
    const picked: Record<string, Numbers> = {};
    for (const [part, name] of (['q', 'k', 'v'] as const).entries()) {
      const { data, shape } = detail[name]; // [head, token, d_head]
      const dims = Int32Array.from({ length: n_head }, (_, head) => {
        const end = (head + 1) * shape[1]! * d_head;
        return largestAt(data.subarray(end - d_head, end));
      });
      const outputs = dims.map((dim, head) => (part * n_head + head) * d_head + dim);
      const letter = name.toUpperCase();
      picked[`${name}_dim`] = dims;
      picked[`W_${letter}`] = await this.stored.rows(`h.${layer}.attn.c_attn.weight`, outputs);
      picked[`b_${letter}`] = Float32Array.from(outputs, (output) => bias[output]!);
    }
    return picked;
  }

  /** The columns of W_O behind the largest numbers that attention adds at the last position. */
  async #output(layer: number, { attn_out }: LayerTensors): Promise<Record<string, Numbers>> {
    const last = lastRow(attn_out);
    const dims = top(last.map(Math.abs), OUTPUTS);
    const bias = await this.stored.whole(`h.${layer}.attn.c_proj.bias`);
    return {
      attn_out_dims: dims,
      W_O: await this.stored.rows(`h.${layer}.attn.c_proj.weight`, dims),
      b_O: Float32Array.from(dims, (dim) => bias[dim]!),
    };
  }

  /** The most active neurons, and the tokens whose logits they move. */
  async #neurons(layer: number, { mlp_pre }: LayerTensors): Promise<Record<string, Numbers>> {
    const ids = top(lastRow(mlp_pre).map(gelu), NEURONS);
    const bias = await this.stored.whole(`h.${layer}.mlp.c_fc.bias`);
    const rows = await this.stored.columns(`h.${layer}.mlp.c_proj.weight`, ids);
    const { products } = await this.#alongRows(this.#unembedding, await this.#asLnFSees(rows));
    const moved = products.map((logits) => this.#seenOnly(logits));
    const towards = moved.map((logits) => this.#best(logits, NEURON_TOKENS));
    const against = moved.map((logits) =>
      this.#best(
        logits.map((logit) => -logit),
        NEURON_TOKENS,
      ),
    );
    return {
      neuron_ids: ids,
      W_in: await this.stored.rows(`h.${layer}.mlp.c_fc.weight`, ids),
      b_in: Float32Array.from(ids, (id) => bias[id]!),
      W_out: rows,
      towards_ids: joinedIds(towards.map((best) => best.ids)),
      towards_logits: joined(towards.map(({ values }) => values)),
      against_ids: joinedIds(against.map((best) => best.ids)),
      against_logits: joined(against.map(({ values }) => values.map((value) => -value))),
      mean_logit: Float32Array.from(moved, (logits) => logits.reduce((sum, logit) => sum + logit, 0) / logits.length),
    };
  }

  /** What ln_f makes of vectors [n, d_model], but for its division: the mean taken away, and scaled. */
  async #asLnFSees(vectors: Float32Array): Promise<Float32Array> {
    const { d_model } = this.config;
    const scale = await this.stored.whole('ln_f.weight');
    const mean = Float64Array.from({ length: vectors.length / d_model }, (_, row) => {
      return vectors.subarray(row * d_model, (row + 1) * d_model).reduce((sum, value) => sum + value, 0) / d_model;
    });
    return vectors.map((value, i) => (value - mean[Math.floor(i / d_model)]!) * scale[i % d_model]!);
  }

  /** Products of every row of a matrix with each of some vectors [n, d_model], and the rows' lengths. */
  async #alongRows(name: string, vectors: Float32Array) {
    const { d_model, d_vocab } = this.config;
    const count = vectors.length / d_model;
    const products = Array.from({ length: count }, () => new Float32Array(d_vocab));
    const lengths = new Float32Array(d_vocab);
    for await (const { from, rows } of this.stored.parts(name)) {
      for (let row = 0; row * d_model < rows.length; row++) {
        const at = row * d_model;
        let squares = 0;
        for (let i = 0; i < d_model; i++) squares += rows[at + i]! ** 2;
        lengths[from + row] = Math.max(Math.sqrt(squares), Number.MIN_VALUE);
        for (let vector = 0; vector < count; vector++) {
          let sum = 0;
          for (let i = 0, j = vector * d_model; i < d_model; i++, j++) sum += rows[at + i]! * vectors[j]!;
          products[vector]![from + row] = sum;
        }
      }
    }
    return { products, lengths };
  }

  #seenOnly(values: Float32Array): Float32Array {
    return Float32Array.from(this.#seen, (id) => values[id]!);
  }

  /** Tokens with the largest of `values` [seen token], best first. */
  #best(values: Float32Array, count: number): { readonly ids: Int32Array; readonly values: Float32Array } {
    const places = top(values, count);
    return {
      ids: places.map((place) => this.#seen[place]!),
      values: Float32Array.from(places, (place) => values[place]!),
    };
  }
}

const DIMENSIONS: Partial<Record<Dim, number>> = {
  unembedded: UNEMBEDDED,
  neighbour: NEIGHBOURS,
  wpe_column: WPE_COLUMNS,
  wpe_component: WPE_COMPONENTS,
  output: OUTPUTS,
  neuron: NEURONS,
  neuron_token: NEURON_TOKENS,
};

/** Numbers under the contract's names and dimensions, those of one block without the `layer` dimension. */
function named(
  level: 'weights' | 'layer_weights',
  { n_head, n_ctx, d_model, d_head }: ModelConfig,
  token: number,
  numbers: Readonly<Record<string, Numbers>>,
): Named {
  const sizes: Partial<Record<Dim, number>> = { ...DIMENSIONS, head: n_head, position: n_ctx, d_model, d_head, token };
  const tensors = FIELDS.filter((field) => field.level === level).map(({ name, dims: all }) => {
    const dims = all.filter((dim) => dim !== 'layer');
    return [name, { name, dims, shape: dims.map((dim) => sizes[dim]!), data: numbers[name]! }];
  });
  return Object.fromEntries(tensors) as Named;
}

function lastRow({ data, shape }: Tensor): Float32Array {
  return Float32Array.from(data.slice(-shape[1]!));
}

function largestAt(values: Numbers): number {
  let best = 0;
  values.forEach((value, i) => {
    if (Math.abs(value) > Math.abs(values[best]!)) best = i;
  });
  return best;
}

/** Of one column of [row, width], around its mean. */
function variance(matrix: Float32Array, column: number, width: number): number {
  let [sum, squares] = [0, 0];
  for (let i = column; i < matrix.length; i += width) {
    sum += matrix[i]!;
    squares += matrix[i]! ** 2;
  }
  const count = matrix.length / width;
  return squares / count - (sum / count) ** 2;
}

/** The tanh form of GELU, as GPT-2 computes it (Hendrycks and Gimpel 2016, equation 2). */
function gelu(x: number): number {
  return (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}

function joined(parts: readonly Float32Array[]): Float32Array {
  return Float32Array.from(parts.flatMap((part) => [...part]));
}

function joinedIds(parts: readonly Int32Array[]): Int32Array {
  return Int32Array.from(parts.flatMap((part) => [...part]));
}
