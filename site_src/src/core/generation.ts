import { uniform } from './random';
import type { Sampling } from './sampling';

/** A token that may come next. */
export interface Candidate {
  readonly id: number;
  /** Display string. */
  readonly string: string;
  /** As the unembedding gives it. */
  readonly logit: number;
  /** The model's own probability, over the whole vocabulary. */
  readonly probability: number;
  /** After temperature and filters: the probability with which it was drawn. 0 when it was filtered out. */
  readonly filtered: number;
}

/** What a token was drawn from: the whole vocabulary, of which the first candidates are listed. */
export interface Distribution {
  /** Most probable first. */
  readonly candidates: readonly Candidate[];
  /** Tokens of the whole vocabulary that temperature and filters left. */
  readonly kept: number;
  /** In nats, of what is left. */
  readonly entropy: number;
}

/** A token that was written, with all that it was drawn from. */
export interface Drawn extends Candidate {
  /** How many tokens were more probable. */
  readonly rank: number;
  readonly distribution: Distribution;
}

/** How a text is gone on with. */
export interface Drawing extends Sampling {
  readonly seed: number;
}

/** What a distribution cost. */
export interface RunCost {
  /** How many tokens went through the model; 0 where the distribution was known. */
  readonly tokens: number;
  readonly milliseconds: number;
}

/** A token of a continuation. */
export interface WrittenToken extends Drawn {
  /** Where it stands in the whole text, counted from 0. */
  readonly position: number;
  /** How it was drawn; null where the reader put it there. */
  readonly by: Drawing | null;
  /** What a live run of the model cost; left out where it is stored. */
  readonly cost?: RunCost | undefined;
}

/** How a text is gone on with where nothing is stored that says otherwise. */
export const USUAL: Drawing = { temperature: 0.8, topK: 40, topP: null, seed: 7 };

/** The token with which GPT-2 ends a text. */
export const END = '<|endoftext|>';

/** The number in [0, 1) that a token was drawn with; null where nothing was left to chance. */
export function lotOf({ by, position }: WrittenToken): number | null {
  return by === null || by.temperature === 0 ? null : uniform(by.seed, position);
}
