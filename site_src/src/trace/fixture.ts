/** A small trace for tests: made up, the same every time, and consistent in itself (patterns are the softmax of scores). */
import type { Word } from '../core/merges';
import { rank } from '../core/sampling';
import { logSumExp, softmax } from '../core/softmax';
import type { ModelConfig, Tensor } from '../core/types';
import { FIELDS, POSITION_TOP, TOP, type CoreTensorName, type Field, type Level } from '../generated/schema';
import { createTrace } from './trace';
import type { LayerTensors, LayerWeightsTensors, Trace, TraceMeta, WeightsTensors } from './types';

export const config: ModelConfig = {
  n_layer: 2,
  n_head: 3,
  d_model: 12,
  d_head: 4,
  d_mlp: 48,
  d_vocab: 400,
  n_ctx: 32,
  layer_norm_epsilon: 1e-5,
};

export const words = ['The', ' cat', ' sat', ' on', ' the', ' mat'];
const PIECES = [...words, '\n', '\\xF0\\x9F\\x99', '\\x82', ' <b>', ' 东京', ' a'];

const display = (id: number): string => PIECES[id] ?? ` w${id}`;

/** Numbers between −1 and 1 from two integers. */
const noise = (a: number, b: number): number => (Math.sin(a * 127.1 + b * 311.7) * 43758.5453) % 1;

export const logitsAt = (position: number): number[] =>
  Array.from({ length: config.d_vocab }, (_, id) => noise(id + 1, position) * 3 - 4 * Math.log10(id + 2) - 30);

function sizesFor(tokens: number): Record<string, number> {
  return {
    layer: config.n_layer,
    lens_layer: config.n_layer + 1,
    head: config.n_head,
    token: tokens,
    query: tokens,
    key: tokens,
    next: tokens - 1,
    d_model: config.d_model,
    d_head: config.d_head,
    d_mlp: config.d_mlp,
    vocab: config.d_vocab,
    top: TOP,
    position_top: POSITION_TOP,
    lens_top: 20,
    tracked: 10,
    unembedded: 20,
    neighbour: 10,
    position: config.n_ctx,
    wpe_column: 6,
    wpe_component: 4,
    output: 4,
    neuron: 10,
    neuron_token: 10,
  };
}

function scoresOf(layer: number, head: number, count: number): number[] {
  return Array.from({ length: count * count }, (_, i) => {
    const [query, key] = [Math.floor(i / count), i % count];
    const sink = key === 0 ? head * 1.5 : 0;
    return noise(query * 7 + key + 1, layer * 10 + head) * 3 + sink;
  });
}

function patternOf(scores: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, query) => {
    const row = scores.slice(query * count, (query + 1) * count);
    return [...softmax(row.map((score, key) => (key <= query ? score : -Infinity)))];
  }).flat();
}

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** A vector of one position: what the residual stream starts with, or what a part of a block adds. */
const vectorOf = (seed: number, position: number, size: number): number[] =>
  range(config.d_model).map((i) => size * noise(i + 1, seed * 17 + position));

interface StreamOfBlock {
  readonly resid_pre: number[][];
  readonly attn_out: number[][];
  readonly resid_mid: number[][];
  readonly mlp_out: number[][];
}

const sumOf = (a: readonly number[][], b: readonly number[][]): number[][] =>
  a.map((row, i) => row.map((value, j) => value + b[i]![j]!));

/** Each block's part of the residual stream, [token, d_model], and what comes out of the last. */
function streamOf(tokens: number): { blocks: StreamOfBlock[]; final: number[][] } {
  let resid_pre = range(tokens).map((position) => vectorOf(0, position, 1));
  const blocks = range(config.n_layer).map((layer) => {
    const attn_out = range(tokens).map((position) => vectorOf(2 * layer + 1, position, 0.5));
    const mlp_out = range(tokens).map((position) => vectorOf(2 * layer + 2, position, layer + 1));
    const resid_mid = sumOf(resid_pre, attn_out);
    const block = { resid_pre, attn_out, resid_mid, mlp_out };
    resid_pre = sumOf(resid_mid, mlp_out);
    return block;
  });
  return { blocks, final: resid_pre };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** What LayerNorm divides by. */
function scaleOf(row: readonly number[]): number {
  const middle = mean(row);
  return Math.sqrt(mean(row.map((value) => (value - middle) ** 2)) + config.layer_norm_epsilon);
}

function streamValues(tokens: number): Record<string, number[]> {
  const { blocks, final } = streamOf(tokens);
  const lengths = (name: keyof StreamOfBlock): number[] =>
    blocks.flatMap((block) => block[name].map((row) => Math.hypot(...row)));
  return {
    resid_pre_norm: lengths('resid_pre'),
    attn_out_norm: lengths('attn_out'),
    resid_mid_norm: lengths('resid_mid'),
    mlp_out_norm: lengths('mlp_out'),
    resid_final_norm: final.map((row) => Math.hypot(...row)),
    ln_final_scale: final.map(scaleOf),
  };
}

/** The logit lens: noise that the last layer leaves alone. */
const lensLogitsAt = (layer: number, position: number): number[] =>
  logitsAt(position).map((logit, id) => logit + 2 * (config.n_layer - layer) * noise(id + 3, position + 7 * layer));

function lensValues(tokens: number): Record<string, number[]> {
  const tracked = [...rank(logitsAt(tokens - 1)).slice(0, 10)];
  const cells = range(config.n_layer + 1).flatMap((layer) =>
    range(tokens).map((position) => {
      const logits = lensLogitsAt(layer, position);
      return { logits, order: [...rank(logits)], next: position < tokens - 1 ? (position + 1) % words.length : null };
    }),
  );
  const nexts = cells.flatMap((cell) => (cell.next === null ? [] : [{ ...cell, next: cell.next }]));
  return {
    lens_log_sum_exp: cells.map(({ logits }) => logSumExp(logits)),
    lens_top_ids: cells.flatMap(({ order }) => order.slice(0, 20)),
    lens_top_logits: cells.flatMap(({ logits, order }) => order.slice(0, 20).map((id) => logits[id]!)),
    lens_tracked_logits: cells.flatMap(({ logits }) => tracked.map((id) => logits[id]!)),
    lens_tracked_ranks: cells.flatMap(({ order }) => tracked.map((id) => order.indexOf(id))),
    lens_next_logit: nexts.map(({ logits, next }) => logits[next]!),
    lens_next_rank: nexts.map(({ order, next }) => order.indexOf(next)),
  };
}

function coreValues(tokens: number): Partial<Record<string, number[]>> {
  const positions = range(tokens)
    .map(logitsAt)
    .map((logits) => ({ logits, total: logSumExp(logits), order: rank(logits) }));
  const last = positions.at(-1)!;
  const heads = range(config.n_layer).flatMap((layer) =>
    range(config.n_head).map((head) => scoresOf(layer, head, tokens)),
  );
  const top = [...last.order.slice(0, TOP)];
  const next = positions.slice(0, -1).map(({ logits, total, order }, i) => {
    const id = (i + 1) % words.length;
    return { logProb: logits[id]! - total, rank: order.indexOf(id) };
  });
  return {
    tokens: range(tokens).map((i) => i % words.length),
    pattern: heads.flatMap((scores) => patternOf(scores, tokens)),
    log_probs: last.logits.map((logit) => logit - last.total),
    top_ids: top,
    top_log_probs: top.map((id) => last.logits[id]! - last.total),
    log_sum_exp: positions.map(({ total }) => total),
    position_top_ids: positions.flatMap(({ order }) => [...order.slice(0, POSITION_TOP)]),
    position_top_log_probs: positions.flatMap(({ logits, total, order }) =>
      [...order.slice(0, POSITION_TOP)].map((id) => logits[id]! - total),
    ),
    next_log_prob: next.map(({ logProb }) => logProb),
    next_rank: next.map((item) => item.rank),
    ...streamValues(tokens),
    ...lensValues(tokens),
  };
}

function build(
  field: Field,
  dims: readonly string[],
  sizes: Record<string, number>,
  values?: readonly number[],
): Tensor {
  const shape = dims.map((dim) => sizes[dim]!);
  const count = shape.reduce((product, size) => product * size, 1);
  const numbers = values ?? range(count).map((i) => noise(i, field.name.length) * (field.dtype === 'int32' ? 0 : 1));
  const data = field.dtype === 'int32' ? Int32Array.from(numbers) : Float32Array.from(numbers);
  return { name: field.name, dims, shape, data };
}

const fieldsOf = (level: Level): Field[] => FIELDS.filter((field) => field.level === level);

export function coreTensors(tokens = words.length): Record<CoreTensorName, Tensor> {
  const [sizes, values] = [sizesFor(tokens), coreValues(tokens)];
  const made = fieldsOf('core').map(
    (field) => [field.name, build(field, field.dims, sizes, values[field.name])] as const,
  );
  return Object.fromEntries(made) as Record<CoreTensorName, Tensor>;
}

export function layerTensors(layer: number, tokens = words.length): LayerTensors {
  const sizes = sizesFor(tokens);
  const block = streamOf(tokens).blocks[layer]!;
  const values: Record<string, number[]> = {
    scores: range(config.n_head).flatMap((head) => scoresOf(layer, head, tokens)),
    resid_pre: block.resid_pre.flat(),
    ln1_scale: block.resid_pre.map(scaleOf),
    attn_out: block.attn_out.flat(),
    ln2_scale: block.resid_mid.map(scaleOf),
    mlp_out: block.mlp_out.flat(),
  };
  const made = fieldsOf('detail').map((field) => {
    const dims = field.dims.filter((dim) => dim !== 'layer');
    return [field.name, build(field, dims, sizes, values[field.name])] as const;
  });
  return withWorkedNumbers(layer, tokens, Object.fromEntries(made) as LayerTensors);
}

/** The numbers whose weights are stored are what these weights make of the stream, as in the model. */
function withWorkedNumbers(layer: number, tokens: number, detail: LayerTensors): LayerTensors {
  const weights = layerWeightsTensors(layer, tokens);
  const { n_head, d_head, d_model, d_mlp } = config;
  const block = streamOf(tokens).blocks[layer]!;
  const dot = (row: readonly number[], name: 'W_Q' | 'W_K' | 'W_V' | 'W_in', column: number): number =>
    row.reduce((sum, value, i) => sum + value * weights[name].data[column * d_model + i]!, 0);
  range(tokens).forEach((token) => {
    const x = layerNormOf(block.resid_pre[token]!, weights.ln_1_weight, weights.ln_1_bias);
    for (const [vector, matrix, bias, dim] of [
      ['q', 'W_Q', 'b_Q', 'q_dim'],
      ['k', 'W_K', 'b_K', 'k_dim'],
      ['v', 'W_V', 'b_V', 'v_dim'],
    ] as const) {
      range(n_head).forEach((head) => {
        const at = (head * tokens + token) * d_head + weights[dim].data[head]!;
        detail[vector].data[at] = dot(x, matrix, head) + weights[bias].data[head]!;
      });
    }
    const y = layerNormOf(block.resid_mid[token]!, weights.ln_2_weight, weights.ln_2_bias);
    weights.neuron_ids.data.forEach((neuron, i) => {
      detail.mlp_pre.data[token * d_mlp + neuron] = dot(y, 'W_in', i) + weights.b_in.data[i]!;
    });
  });
  return detail;
}

function layerNormOf(row: readonly number[], gain: Tensor, bias: Tensor): number[] {
  const [middle, scale] = [mean(row), scaleOf(row)];
  return row.map((value, i) => ((value - middle) / scale) * gain.data[i]! + bias.data[i]!);
}

export function weightsTensors(tokens = words.length): WeightsTensors {
  const sizes = sizesFor(tokens);
  const { top_ids: top } = coreValues(tokens);
  const values: Partial<Record<string, number[]>> = { unembed_ids: top?.slice(0, sizes.unembedded) };
  const made = fieldsOf('weights').map(
    (field) => [field.name, build(field, field.dims, sizes, values[field.name])] as const,
  );
  return Object.fromEntries(made) as WeightsTensors;
}

export function layerWeightsTensors(layer: number, tokens = words.length): LayerWeightsTensors {
  const sizes = sizesFor(tokens);
  const neurons = range(sizes.neuron!).map((i) => i * 3 + layer);
  const made = fieldsOf('layer_weights').map((field) => {
    const dims = field.dims.filter((dim) => dim !== 'layer');
    return [field.name, build(field, dims, sizes, field.name === 'neuron_ids' ? neurons : undefined)] as const;
  });
  return Object.fromEntries(made) as LayerWeightsTensors;
}

/** A word of one token: its characters, joined from left to right. */
function wordOf(text: string): Word {
  const symbols = [...text.replace(' ', 'Ġ')];
  return { symbols, merges: symbols.slice(1).map((_, i) => ({ rank: 10 * i + text.length, at: [0] })) };
}

export function traceMeta(tokens = words.length): TraceMeta {
  const texts = range(tokens).map((i) => words[i % words.length]!);
  return {
    model: { id: 'fixture', name: 'Fixture', sha256: '0'.repeat(64), config },
    variant: 'fp32',
    prompt: 'cat-sat',
    text: texts.join(''),
    tokens: texts,
    words: texts.map(wordOf),
    unseen: [],
    source: 'precomputed',
  };
}

export const strings: Readonly<Record<string, string>> = Object.fromEntries(
  range(config.d_vocab).map((id) => [id, display(id)]),
);

/** The trace of "The cat sat on the mat" (repeated for more tokens); detail and weights come when they are asked for. */
export function fixtureTrace(tokens = words.length): Trace {
  return createTrace({
    meta: traceMeta(tokens),
    tensors: coreTensors(tokens),
    strings,
    loadLayer: (layer) => Promise.resolve(layerTensors(layer, tokens)),
    loadWeights: () => Promise.resolve({ value: weightsTensors(tokens), strings }),
    loadLayerWeights: (layer) => Promise.resolve({ value: layerWeightsTensors(layer, tokens), strings }),
  });
}
