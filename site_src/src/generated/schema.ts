// Generated from build/glassformer/schema.py by `python -m glassformer.typegen`. Do not edit.

export const SCHEMA_VERSION = 1;
export const SCHEMA_HASH = 'f054ab16b6be';
export const METADATA_KEY = 'glassformer';
export const TOP = 50;
export const POSITION_TOP = 10;
export const LENS_TOP = 20;
export const LENS_TRACKED = 10;
export const BRIEF_TOP = 20;
export const CANDIDATES = 20;
export const UNEMBEDDED = 20;
export const NEIGHBOURS = 10;
export const WPE_COLUMNS = 6;
export const WPE_COMPONENTS = 4;
export const OUTPUTS = 4;
export const NEURONS = 10;
export const NEURON_TOKENS = 10;

export type Dim =
  | 'layer'
  | 'lens_layer'
  | 'head'
  | 'token'
  | 'next'
  | 'query'
  | 'key'
  | 'd_model'
  | 'd_head'
  | 'd_mlp'
  | 'vocab'
  | 'top'
  | 'position_top'
  | 'lens_top'
  | 'tracked'
  | 'brief_top'
  | 'precision'
  | 'compared'
  | 'removal'
  | 'step'
  | 'candidate'
  | 'unembedded'
  | 'neighbour'
  | 'position'
  | 'wpe_column'
  | 'wpe_component'
  | 'output'
  | 'neuron'
  | 'neuron_token';

export type Level =
  | 'core'
  | 'detail'
  | 'weights'
  | 'layer_weights'
  | 'precision'
  | 'ablation'
  | 'continuation'
  | 'brief';

/** A file of a level carries this hash. */
export const LEVEL_HASHES: Readonly<Record<Level, string>> = {
  core: 'e95e1e6e4630',
  detail: '66aed21b066b',
  weights: '5dd44df09ce6',
  layer_weights: '4026a5d1326a',
  precision: '09ce21c7f75b',
  ablation: 'eb87bc5b30ea',
  continuation: 'a7e16cd2e281',
  brief: 'e5118624f273',
};

/** Levels that have one file a layer: their files leave the layer dimension out. */
export const PER_LAYER: readonly Level[] = ['detail', 'layer_weights'];

export type DType = 'float32' | 'float16' | 'int32';

export interface Field {
  readonly name: string;
  readonly level: Level;
  readonly dims: readonly Dim[];
  readonly dtype: DType;
  readonly unit: string;
  readonly meaning: string;
}

export const FIELDS: readonly Field[] = [
  {
    name: 'tokens',
    level: 'core',
    dims: ['token'],
    dtype: 'int32',
    unit: 'token id',
    meaning: 'the text, as token ids',
  },
  {
    name: 'pattern',
    level: 'core',
    dims: ['layer', 'head', 'query', 'key'],
    dtype: 'float16',
    unit: 'weight',
    meaning: 'attention weights; rows sum to 1',
  },
  {
    name: 'log_probs',
    level: 'core',
    dims: ['vocab'],
    dtype: 'float16',
    unit: 'nats',
    meaning: 'log-probability of every token after the last position',
  },
  {
    name: 'top_ids',
    level: 'core',
    dims: ['top'],
    dtype: 'int32',
    unit: 'token id',
    meaning: 'the most probable next tokens, best first',
  },
  {
    name: 'top_log_probs',
    level: 'core',
    dims: ['top'],
    dtype: 'float32',
    unit: 'nats',
    meaning: 'their log-probabilities',
  },
  {
    name: 'log_sum_exp',
    level: 'core',
    dims: ['token'],
    dtype: 'float32',
    unit: 'nats',
    meaning: 'log of the sum of exp(logit); logit = log-probability + this',
  },
  {
    name: 'position_top_ids',
    level: 'core',
    dims: ['token', 'position_top'],
    dtype: 'int32',
    unit: 'token id',
    meaning: 'most probable next tokens at each position',
  },
  {
    name: 'position_top_log_probs',
    level: 'core',
    dims: ['token', 'position_top'],
    dtype: 'float32',
    unit: 'nats',
    meaning: 'their log-probabilities',
  },
  {
    name: 'next_log_prob',
    level: 'core',
    dims: ['next'],
    dtype: 'float32',
    unit: 'nats',
    meaning: 'log-probability given to the token that comes next in the text',
  },
  {
    name: 'next_rank',
    level: 'core',
    dims: ['next'],
    dtype: 'int32',
    unit: 'rank',
    meaning: 'its rank, 0 = most probable',
  },
  {
    name: 'lens_log_sum_exp',
    level: 'core',
    dims: ['lens_layer', 'token'],
    dtype: 'float32',
    unit: 'nats',
    meaning: 'logit lens: log-sum-exp of the logits',
  },
  {
    name: 'lens_top_ids',
    level: 'core',
    dims: ['lens_layer', 'token', 'lens_top'],
    dtype: 'int32',
    unit: 'token id',
    meaning: 'logit lens: most probable tokens',
  },
  {
    name: 'lens_top_logits',
    level: 'core',
    dims: ['lens_layer', 'token', 'lens_top'],
    dtype: 'float32',
    unit: 'logit',
    meaning: 'logit lens: their logits',
  },
  {
    name: 'lens_tracked_logits',
    level: 'core',
    dims: ['lens_layer', 'token', 'tracked'],
    dtype: 'float32',
    unit: 'logit',
    meaning: 'logit lens: logits of the final top tokens',
  },
  {
    name: 'lens_tracked_ranks',
    level: 'core',
    dims: ['lens_layer', 'token', 'tracked'],
    dtype: 'int32',
    unit: 'rank',
    meaning: 'logit lens: ranks of the final top tokens',
  },
  {
    name: 'lens_next_logit',
    level: 'core',
    dims: ['lens_layer', 'next'],
    dtype: 'float32',
    unit: 'logit',
    meaning: 'logit lens: logit of the actual next token',
  },
  {
    name: 'lens_next_rank',
    level: 'core',
    dims: ['lens_layer', 'next'],
    dtype: 'int32',
    unit: 'rank',
    meaning: 'logit lens: rank of the actual next token',
  },
  {
    name: 'resid_pre_norm',
    level: 'core',
    dims: ['layer', 'token'],
    dtype: 'float32',
    unit: 'L2 norm',
    meaning: 'length of the residual stream before each block',
  },
  {
    name: 'attn_out_norm',
    level: 'core',
    dims: ['layer', 'token'],
    dtype: 'float32',
    unit: 'L2 norm',
    meaning: 'length of what attention adds',
  },
  {
    name: 'resid_mid_norm',
    level: 'core',
    dims: ['layer', 'token'],
    dtype: 'float32',
    unit: 'L2 norm',
    meaning: 'length of the residual stream between attention and MLP',
  },
  {
    name: 'mlp_out_norm',
    level: 'core',
    dims: ['layer', 'token'],
    dtype: 'float32',
    unit: 'L2 norm',
    meaning: 'length of what the MLP adds',
  },
  {
    name: 'resid_final_norm',
    level: 'core',
    dims: ['token'],
    dtype: 'float32',
    unit: 'L2 norm',
    meaning: 'length of the residual stream after the last block',
  },
  {
    name: 'ln_final_scale',
    level: 'core',
    dims: ['token'],
    dtype: 'float32',
    unit: 'activation',
    meaning: 'what ln_f divides by: sqrt(variance + epsilon)',
  },
  {
    name: 'resid_pre',
    level: 'detail',
    dims: ['layer', 'token', 'd_model'],
    dtype: 'float32',
    unit: 'activation',
    meaning: 'residual stream before the block',
  },
  {
    name: 'ln1_scale',
    level: 'detail',
    dims: ['layer', 'token'],
    dtype: 'float32',
    unit: 'activation',
    meaning: 'what ln_1 divides by: sqrt(variance + epsilon)',
  },
  {
    name: 'q',
    level: 'detail',
    dims: ['layer', 'head', 'token', 'd_head'],
    dtype: 'float32',
    unit: 'activation',
    meaning: 'queries',
  },
  {
    name: 'k',
    level: 'detail',
    dims: ['layer', 'head', 'token', 'd_head'],
    dtype: 'float32',
    unit: 'activation',
    meaning: 'keys',
  },
  {
    name: 'v',
    level: 'detail',
    dims: ['layer', 'head', 'token', 'd_head'],
    dtype: 'float32',
    unit: 'activation',
    meaning: 'values',
  },
  {
    name: 'scores',
    level: 'detail',
    dims: ['layer', 'head', 'query', 'key'],
    dtype: 'float32',
    unit: 'score',
    meaning: 'q·k / sqrt(d_head), before the causal mask',
  },
  {
    name: 'z',
    level: 'detail',
    dims: ['layer', 'head', 'token', 'd_head'],
    dtype: 'float32',
    unit: 'activation',
    meaning: 'values weighted by the pattern',
  },
  {
    name: 'attn_out',
    level: 'detail',
    dims: ['layer', 'token', 'd_model'],
    dtype: 'float32',
    unit: 'activation',
    meaning: 'what attention adds, after W_O and its bias',
  },
  {
    name: 'ln2_scale',
    level: 'detail',
    dims: ['layer', 'token'],
    dtype: 'float32',
    unit: 'activation',
    meaning: 'what ln_2 divides by: sqrt(variance + epsilon)',
  },
  {
    name: 'mlp_pre',
    level: 'detail',
    dims: ['layer', 'token', 'd_mlp'],
    dtype: 'float32',
    unit: 'activation',
    meaning: 'MLP neurons before tanh-GELU',
  },
  {
    name: 'mlp_out',
    level: 'detail',
    dims: ['layer', 'token', 'd_model'],
    dtype: 'float32',
    unit: 'activation',
    meaning: 'what the MLP adds',
  },
  {
    name: 'embed',
    level: 'weights',
    dims: ['token', 'd_model'],
    dtype: 'float32',
    unit: 'weight',
    meaning: 'row of wte of each token of the text',
  },
  {
    name: 'pos_embed',
    level: 'weights',
    dims: ['token', 'd_model'],
    dtype: 'float32',
    unit: 'weight',
    meaning: 'row of wpe of each position of the text',
  },
  {
    name: 'unembed_ids',
    level: 'weights',
    dims: ['unembedded'],
    dtype: 'int32',
    unit: 'token id',
    meaning: 'the most probable next tokens, best first',
  },
  {
    name: 'unembed',
    level: 'weights',
    dims: ['unembedded', 'd_model'],
    dtype: 'float32',
    unit: 'weight',
    meaning: 'their rows of the unembedding: of wte, where it is tied',
  },
  {
    name: 'ln_f_weight',
    level: 'weights',
    dims: ['d_model'],
    dtype: 'float32',
    unit: 'weight',
    meaning: 'scale of ln_f',
  },
  {
    name: 'ln_f_bias',
    level: 'weights',
    dims: ['d_model'],
    dtype: 'float32',
    unit: 'weight',
    meaning: 'shift of ln_f',
  },
  {
    name: 'neighbour_ids',
    level: 'weights',
    dims: ['token', 'neighbour'],
    dtype: 'int32',
    unit: 'token id',
    meaning: 'tokens whose rows of wte are nearest, the token left out',
  },
  {
    name: 'neighbour_cosines',
    level: 'weights',
    dims: ['token', 'neighbour'],
    dtype: 'float32',
    unit: 'cosine',
    meaning: 'cosine of the two rows of wte',
  },
  {
    name: 'wpe_column_ids',
    level: 'weights',
    dims: ['wpe_column'],
    dtype: 'int32',
    unit: 'dimension',
    meaning: 'which dimensions of d_model, the most varying first',
  },
  {
    name: 'wpe_columns',
    level: 'weights',
    dims: ['position', 'wpe_column'],
    dtype: 'float16',
    unit: 'weight',
    meaning: 'wpe at these dimensions, at every position',
  },
  {
    name: 'wpe_components',
    level: 'weights',
    dims: ['position', 'wpe_component'],
    dtype: 'float16',
    unit: 'weight',
    meaning: 'wpe minus its mean, along its principal axes',
  },
  {
    name: 'wpe_variance',
    level: 'weights',
    dims: ['wpe_component'],
    dtype: 'float32',
    unit: 'share',
    meaning: 'how much of the variance of wpe each component is',
  },
  {
    name: 'ln_1_weight',
    level: 'layer_weights',
    dims: ['layer', 'd_model'],
    dtype: 'float32',
    unit: 'weight',
    meaning: 'scale of ln_1',
  },
  {
    name: 'ln_1_bias',
    level: 'layer_weights',
    dims: ['layer', 'd_model'],
    dtype: 'float32',
    unit: 'weight',
    meaning: 'shift of ln_1',
  },
  {
    name: 'q_dim',
    level: 'layer_weights',
    dims: ['layer', 'head'],
    dtype: 'int32',
    unit: 'dimension',
    meaning: 'the dimension of d_head in which the last query is largest',
  },
  {
    name: 'W_Q',
    level: 'layer_weights',
    dims: ['layer', 'head', 'd_model'],
    dtype: 'float32',
    unit: 'weight',
    meaning: "column of W_Q that makes it: ln_1's output · column + b_Q",
  },
  {
    name: 'b_Q',
    level: 'layer_weights',
    dims: ['layer', 'head'],
    dtype: 'float32',
    unit: 'weight',
    meaning: 'its bias',
  },
  {
    name: 'k_dim',
    level: 'layer_weights',
    dims: ['layer', 'head'],
    dtype: 'int32',
    unit: 'dimension',
    meaning: 'the dimension of d_head in which the last key is largest',
  },
  {
    name: 'W_K',
    level: 'layer_weights',
    dims: ['layer', 'head', 'd_model'],
    dtype: 'float32',
    unit: 'weight',
    meaning: 'column of W_K that makes it',
  },
  {
    name: 'b_K',
    level: 'layer_weights',
    dims: ['layer', 'head'],
    dtype: 'float32',
    unit: 'weight',
    meaning: 'its bias',
  },
  {
    name: 'v_dim',
    level: 'layer_weights',
    dims: ['layer', 'head'],
    dtype: 'int32',
    unit: 'dimension',
    meaning: 'the dimension of d_head in which the last value is largest',
  },
  {
    name: 'W_V',
    level: 'layer_weights',
    dims: ['layer', 'head', 'd_model'],
    dtype: 'float32',
    unit: 'weight',
    meaning: 'column of W_V that makes it',
  },
  {
    name: 'b_V',
    level: 'layer_weights',
    dims: ['layer', 'head'],
    dtype: 'float32',
    unit: 'weight',
    meaning: 'its bias',
  },
  {
    name: 'attn_out_dims',
    level: 'layer_weights',
    dims: ['layer', 'output'],
    dtype: 'int32',
    unit: 'dimension',
    meaning: 'which dimensions of d_model, the largest first',
  },
  {
    name: 'W_O',
    level: 'layer_weights',
    dims: ['layer', 'output', 'head', 'd_head'],
    dtype: 'float32',
    unit: 'weight',
    meaning: 'columns of W_O that make them: z · column + b_O',
  },
  {
    name: 'b_O',
    level: 'layer_weights',
    dims: ['layer', 'output'],
    dtype: 'float32',
    unit: 'weight',
    meaning: 'their biases',
  },
  {
    name: 'ln_2_weight',
    level: 'layer_weights',
    dims: ['layer', 'd_model'],
    dtype: 'float32',
    unit: 'weight',
    meaning: 'scale of ln_2',
  },
  {
    name: 'ln_2_bias',
    level: 'layer_weights',
    dims: ['layer', 'd_model'],
    dtype: 'float32',
    unit: 'weight',
    meaning: 'shift of ln_2',
  },
  {
    name: 'neuron_ids',
    level: 'layer_weights',
    dims: ['layer', 'neuron'],
    dtype: 'int32',
    unit: 'neuron',
    meaning: 'which neurons of d_mlp: those whose mlp_post is largest',
  },
  {
    name: 'W_in',
    level: 'layer_weights',
    dims: ['layer', 'neuron', 'd_model'],
    dtype: 'float32',
    unit: 'weight',
    meaning: "columns of W_in: mlp_pre = ln_2's output · column + b_in",
  },
  {
    name: 'b_in',
    level: 'layer_weights',
    dims: ['layer', 'neuron'],
    dtype: 'float32',
    unit: 'weight',
    meaning: 'their biases',
  },
  {
    name: 'W_out',
    level: 'layer_weights',
    dims: ['layer', 'neuron', 'd_model'],
    dtype: 'float16',
    unit: 'weight',
    meaning: 'rows of W_out: a neuron adds mlp_post times its row',
  },
  {
    name: 'towards_ids',
    level: 'layer_weights',
    dims: ['layer', 'neuron', 'neuron_token'],
    dtype: 'int32',
    unit: 'token id',
    meaning: 'tokens whose logit its row raises most',
  },
  {
    name: 'towards_logits',
    level: 'layer_weights',
    dims: ['layer', 'neuron', 'neuron_token'],
    dtype: 'float32',
    unit: 'logit',
    meaning: 'by how much, straight to the end: times mlp_post / ln_final_scale it is what the neuron adds to the logit',
  },
  {
    name: 'against_ids',
    level: 'layer_weights',
    dims: ['layer', 'neuron', 'neuron_token'],
    dtype: 'int32',
    unit: 'token id',
    meaning: 'tokens whose logit its row lowers most',
  },
  {
    name: 'against_logits',
    level: 'layer_weights',
    dims: ['layer', 'neuron', 'neuron_token'],
    dtype: 'float32',
    unit: 'logit',
    meaning: 'the same number for these',
  },
  {
    name: 'mean_logit',
    level: 'layer_weights',
    dims: ['layer', 'neuron'],
    dtype: 'float32',
    unit: 'logit',
    meaning: 'the same number on average over the tokens that training saw',
  },
  {
    name: 'megabytes',
    level: 'precision',
    dims: ['precision'],
    dtype: 'float32',
    unit: '10^6 bytes',
    meaning: 'size of the weights; of a variant with its two graphs',
  },
  {
    name: 'kl',
    level: 'precision',
    dims: ['precision'],
    dtype: 'float32',
    unit: 'nats',
    meaning: 'Kullback-Leibler divergence KL(fp32 || this) over the whole vocabulary',
  },
  {
    name: 'compared_ids',
    level: 'precision',
    dims: ['compared'],
    dtype: 'int32',
    unit: 'token id',
    meaning: 'the most probable next tokens of fp32, best first',
  },
  {
    name: 'compared_log_probs',
    level: 'precision',
    dims: ['precision', 'compared'],
    dtype: 'float32',
    unit: 'nats',
    meaning: 'their log-probabilities at every precision',
  },
  {
    name: 'top_ids',
    level: 'precision',
    dims: ['precision', 'brief_top'],
    dtype: 'int32',
    unit: 'token id',
    meaning: "each precision's own most probable next tokens",
  },
  {
    name: 'top_log_probs',
    level: 'precision',
    dims: ['precision', 'brief_top'],
    dtype: 'float32',
    unit: 'nats',
    meaning: 'their log-probabilities',
  },
  {
    name: 'kl',
    level: 'ablation',
    dims: ['removal'],
    dtype: 'float32',
    unit: 'nats',
    meaning: 'KL(the whole model || without the part) over the whole vocabulary',
  },
  {
    name: 'compared_ids',
    level: 'ablation',
    dims: ['compared'],
    dtype: 'int32',
    unit: 'token id',
    meaning: 'the most probable next tokens of the whole model, best first',
  },
  {
    name: 'compared_log_probs',
    level: 'ablation',
    dims: ['removal', 'compared'],
    dtype: 'float32',
    unit: 'nats',
    meaning: 'their log-probabilities without the part',
  },
  {
    name: 'best_ids',
    level: 'ablation',
    dims: ['removal'],
    dtype: 'int32',
    unit: 'token id',
    meaning: 'the most probable next token without the part',
  },
  {
    name: 'drawn_id',
    level: 'continuation',
    dims: ['step'],
    dtype: 'int32',
    unit: 'token id',
    meaning: 'the token that was drawn',
  },
  {
    name: 'drawn_logit',
    level: 'continuation',
    dims: ['step'],
    dtype: 'float32',
    unit: 'logit',
    meaning: 'its logit',
  },
  {
    name: 'drawn_probability',
    level: 'continuation',
    dims: ['step'],
    dtype: 'float32',
    unit: 'probability',
    meaning: 'with which probability it was drawn, after the filters',
  },
  {
    name: 'drawn_rank',
    level: 'continuation',
    dims: ['step'],
    dtype: 'int32',
    unit: 'rank',
    meaning: 'how many tokens were more probable',
  },
  {
    name: 'candidate_ids',
    level: 'continuation',
    dims: ['step', 'candidate'],
    dtype: 'int32',
    unit: 'token id',
    meaning: 'the most probable tokens at this place, best first',
  },
  {
    name: 'candidate_logits',
    level: 'continuation',
    dims: ['step', 'candidate'],
    dtype: 'float32',
    unit: 'logit',
    meaning: 'their logits',
  },
  {
    name: 'candidate_drawn',
    level: 'continuation',
    dims: ['step', 'candidate'],
    dtype: 'float32',
    unit: 'probability',
    meaning: 'after temperature and filters, 0 if removed',
  },
  {
    name: 'log_sum_exp',
    level: 'continuation',
    dims: ['step'],
    dtype: 'float32',
    unit: 'nats',
    meaning: 'of all logits; log-probability = logit - this',
  },
  {
    name: 'kept',
    level: 'continuation',
    dims: ['step'],
    dtype: 'int32',
    unit: 'tokens',
    meaning: 'how many tokens of the whole vocabulary the filters left',
  },
  {
    name: 'entropy',
    level: 'continuation',
    dims: ['step'],
    dtype: 'float32',
    unit: 'nats',
    meaning: 'of what is left',
  },
  {
    name: 'tokens',
    level: 'brief',
    dims: ['token'],
    dtype: 'int32',
    unit: 'token id',
    meaning: 'the text, as token ids',
  },
  {
    name: 'pattern',
    level: 'brief',
    dims: ['layer', 'head', 'query', 'key'],
    dtype: 'float16',
    unit: 'weight',
    meaning: 'attention weights; rows sum to 1',
  },
  {
    name: 'top_ids',
    level: 'brief',
    dims: ['brief_top'],
    dtype: 'int32',
    unit: 'token id',
    meaning: 'the most probable next tokens, best first',
  },
  {
    name: 'top_log_probs',
    level: 'brief',
    dims: ['brief_top'],
    dtype: 'float32',
    unit: 'nats',
    meaning: 'their log-probabilities',
  },
];

export type CoreTensorName =
  | 'tokens'
  | 'pattern'
  | 'log_probs'
  | 'top_ids'
  | 'top_log_probs'
  | 'log_sum_exp'
  | 'position_top_ids'
  | 'position_top_log_probs'
  | 'next_log_prob'
  | 'next_rank'
  | 'lens_log_sum_exp'
  | 'lens_top_ids'
  | 'lens_top_logits'
  | 'lens_tracked_logits'
  | 'lens_tracked_ranks'
  | 'lens_next_logit'
  | 'lens_next_rank'
  | 'resid_pre_norm'
  | 'attn_out_norm'
  | 'resid_mid_norm'
  | 'mlp_out_norm'
  | 'resid_final_norm'
  | 'ln_final_scale';

export type DetailTensorName =
  | 'resid_pre'
  | 'ln1_scale'
  | 'q'
  | 'k'
  | 'v'
  | 'scores'
  | 'z'
  | 'attn_out'
  | 'ln2_scale'
  | 'mlp_pre'
  | 'mlp_out';

export type WeightsTensorName =
  | 'embed'
  | 'pos_embed'
  | 'unembed_ids'
  | 'unembed'
  | 'ln_f_weight'
  | 'ln_f_bias'
  | 'neighbour_ids'
  | 'neighbour_cosines'
  | 'wpe_column_ids'
  | 'wpe_columns'
  | 'wpe_components'
  | 'wpe_variance';

export type LayerWeightsTensorName =
  | 'ln_1_weight'
  | 'ln_1_bias'
  | 'q_dim'
  | 'W_Q'
  | 'b_Q'
  | 'k_dim'
  | 'W_K'
  | 'b_K'
  | 'v_dim'
  | 'W_V'
  | 'b_V'
  | 'attn_out_dims'
  | 'W_O'
  | 'b_O'
  | 'ln_2_weight'
  | 'ln_2_bias'
  | 'neuron_ids'
  | 'W_in'
  | 'b_in'
  | 'W_out'
  | 'towards_ids'
  | 'towards_logits'
  | 'against_ids'
  | 'against_logits'
  | 'mean_logit';

export type PrecisionTensorName =
  | 'megabytes'
  | 'kl'
  | 'compared_ids'
  | 'compared_log_probs'
  | 'top_ids'
  | 'top_log_probs';

export type AblationTensorName =
  | 'kl'
  | 'compared_ids'
  | 'compared_log_probs'
  | 'best_ids';

export type ContinuationTensorName =
  | 'drawn_id'
  | 'drawn_logit'
  | 'drawn_probability'
  | 'drawn_rank'
  | 'candidate_ids'
  | 'candidate_logits'
  | 'candidate_drawn'
  | 'log_sum_exp'
  | 'kept'
  | 'entropy';

export type BriefTensorName =
  | 'tokens'
  | 'pattern'
  | 'top_ids'
  | 'top_log_probs';

export const LAYER_TAPS = [
  'resid_pre',
  'ln1_scale',
  'q',
  'k',
  'v',
  'scores',
  'pattern',
  'z',
  'attn_out',
  'resid_mid',
  'ln2_scale',
  'mlp_pre',
  'mlp_post',
  'mlp_out',
] as const;

export const FINAL_TAPS = [
  'embed',
  'pos_embed',
  'resid_final',
  'ln_final_scale',
] as const;
