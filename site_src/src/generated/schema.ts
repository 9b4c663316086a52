// Generated from build/glassformer/schema.py by `python -m glassformer.typegen`. Do not edit.

export const SCHEMA_VERSION = 1;
export const SCHEMA_HASH = '5c7aa8d0a8e6';
export const METADATA_KEY = 'glassformer';
export const TOP = 50;
export const POSITION_TOP = 10;
export const LENS_TOP = 20;
export const LENS_TRACKED = 10;
export const BRIEF_TOP = 20;

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
  | 'brief_top';

export type Level = 'core' | 'detail' | 'brief';
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
