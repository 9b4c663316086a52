/** Shared shapes of data. Everything that passes between modules is one of these or a type generated from the contract. */

export const LOCALES = ['en', 'zh'] as const;
export type Locale = (typeof LOCALES)[number];

/** A checkpoint's shape, in the field's names. */
export interface ModelConfig {
  readonly n_layer: number;
  readonly n_head: number;
  readonly d_model: number;
  readonly d_head: number;
  readonly d_mlp: number;
  readonly d_vocab: number;
  readonly n_ctx: number;
  readonly layer_norm_epsilon: number;
}

/** Row-major numbers with named dimensions; float16 is widened to float32 when it is read. */
export interface Tensor {
  readonly name: string;
  readonly dims: readonly string[];
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

/** What the reader looks at. One session holds one View; every figure of a page is drawn from it. */
export interface View {
  /** Block, counted from 0. */
  readonly block: number;
  /** Head of that block, counted from 0. */
  readonly head: number;
  /** Selected token: the query row, and the position whose prediction is shown. */
  readonly position: number;
  /** Selected key column, at most `position`; null when only a row is selected. */
  readonly key: number | null;
  /** Logits are divided by it before the softmax; 0 stands for "always the most probable token". */
  readonly temperature: number;
  /** Keep the k most probable tokens; null = no such filter. */
  readonly topK: number | null;
  /** Keep the smallest set of tokens whose probability reaches p; null = no such filter. */
  readonly topP: number | null;
}

/** A figure's numbers as text, for screen readers, printing and copying. */
export interface Table {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}
