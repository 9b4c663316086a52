/**
 * The figures, as pure functions from a trace and a view to one detached element. What can be pointed at carries numbers,
 * so that one listener on the drawing's container serves all of it:
 *
 *   tokens         data-position            a token's box
 *   bpe            data-word, data-merge    a word; a merge's label
 *                  data-position            a token's id
 *   attention      data-head                a head's small multiple; with data-block among all heads
 *                  data-query, data-key     a cell of the matrix or of the steps (masked ones too); a row or column label
 *                                           has one of the two
 *                  data-step                the heading of one of the four steps
 *   probabilities  data-token-id            a token's line
 *   training       data-stage               a checkpoint's mark in the chart of the loss
 *   surprise       data-position            a token's line
 *   removals       data-removal             a part's cell, counted row by row
 *   rounding       data-weight              a weight, counted from the first of those that are shown
 *   quiz           data-query, data-key     a cell of the matrix, or a label
 *   residual       data-block               a block's part of the chart, or its lines of the table
 *   lens           data-layer, data-position  a cell; a row's or column's name has one of the two
 *   layernorm      data-size, data-position a vector of so many numbers; a token's line
 *   explorer       data-position            a token, in each of its parts
 *                  data-block, data-head    a folded block, a head of the open one
 *                  data-query, data-key     a weight, or what flows
 *                  data-part                a part that can be unfolded
 *                  data-token-id            a next token
 *   generate       data-written, data-left  a written token; a way that was left, both counted from 0
 *                  data-token-id            a token of a distribution
 *   kv-cache       data-step                a token's row: the step in which it is new
 *   embedding      data-size                vectors of so many numbers
 *   neighbours     data-token-id, data-position  a near token's line; a line of the text's own tokens
 *   qkv            data-vector, data-position  one of the three vectors; a token's row among all
 *   mlp            data-neuron              a neuron's dot or line
 *
 * Nothing in a drawing takes the focus but what scrolls on a narrow screen. Colours come from classes that styles/figure-colours.css defines for both schemes.
 */
import { ablate } from './ablate';
import { attention } from './attention';
import { bpe } from './bpe';
import { embedding } from './embedding';
import { generate } from './generate';
import { kvCache } from './kv-cache';
import { layernorm } from './layernorm';
import { lens } from './lens';
import { explorer } from './explorer/explorer';
import { mlp } from './mlp';
import { neighbours } from './neighbours';
import { precision } from './precision';
import { probabilities } from './probabilities';
import { qkv } from './qkv';
import { quiz } from './quiz';
import { removals } from './removals';
import { residual } from './residual';
import { rounding } from './rounding';
import { surprise } from './surprise';
import { tokens } from './tokens';
import { training } from './training';
import type { FigureKind } from './types';

export const figures: Readonly<Record<string, FigureKind>> = {
  tokens,
  bpe,
  attention,
  probabilities,
  residual,
  lens,
  quiz,
  training,
  surprise,
  precision,
  rounding,
  ablate,
  removals,
  generate,
  'kv-cache': kvCache,
  layernorm,
  explorer,
  embedding,
  neighbours,
  qkv,
  mlp,
};

export { headAfter } from './all-heads';
export { showsHead } from './attention';
export { STEPS, type Step } from './head';
export type { AblateSpec, Experiment } from './ablate';
export type { AttentionSpec } from './attention';
export { bpeShown, type BpeSpec } from './bpe';
export { positionsOf, textOfWord } from './bpe-data';
export { candidates, hasLens } from './lens-data';
export type { EmbeddingSpec } from './embedding';
export { lineOf, NOTHING_WRITTEN, selectedOf, type GenerateSpec } from './generate';
export { cacheSteps, shownStep, type KvCacheSpec } from './kv-cache';
export type { Measured } from './kv-cache-costs';
export type { LayerNormSpec } from './layernorm';
export { NORMS } from './layernorm-data';
export type { LensSpec } from './lens';
export { fragmentOf } from './explored';
export type { ExplorerSpec } from './explorer/explorer';
export { sizeFor } from './explorer/layout';
export { isPart, NEED_WEIGHTS, PARTS, type Part } from './explorer/parts';
export { isTarget, TARGETS, type Target } from './explorer/targets';
export type { MlpSpec } from './mlp';
export { neuronsAt, strongestOf } from './mlp-data';
export { formulaOf, isExplained, type Formula } from './number';
export { sourcesOf } from './number-source';
export type { QkvSpec } from './qkv';
export { VECTORS, type VectorName } from './qkv-data';
export type { PrecisionSpec } from './precision';
export type { ProbabilitiesSpec } from './probabilities';
export type { QuizSpec } from './quiz';
export { REMOVALS, type Removal, type RemovedPart } from './removal';
export { partAfter, partsOf, type RemovalsSpec } from './removals';
export type { ResidualSpec } from './residual';
export { chosenWeight, groupsOf, type RoundingSpec } from './rounding';
export { BITS, GROUP } from './rounding-data';
export type { TrainingSpec } from './training';
export type { Context, FigureKind, Kept } from './types';
export { completeView } from './view';
export {
  ablate,
  attention,
  bpe,
  embedding,
  explorer,
  generate,
  kvCache,
  layernorm,
  lens,
  mlp,
  neighbours,
  precision,
  probabilities,
  qkv,
  quiz,
  removals,
  residual,
  rounding,
  surprise,
  tokens,
  training,
};
