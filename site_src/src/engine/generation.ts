import type { ModelConfig } from '../core/types';
import { CANDIDATES } from '../generated/schema';
import { uniform } from '../core/random';
import type { Sampling } from '../core/sampling';
import { switchesOf } from './interventions';
import type { NextAsk } from './protocol';
import type { GeneratedToken, GenerateOptions, StopReason } from './types';

/**
 * One token after the other, each asked of `next` when it is wanted. The draw at a position depends on the seed and the
 * position alone: a text that is gone on with, in whatever pieces, becomes the same text.
 */
export async function* generateFrom(
  prompt: readonly number[],
  {
    maxTokens,
    stop = [],
    seed = 0,
    candidates = CANDIDATES,
    reuse = true,
    interventions = {},
    ...options
  }: GenerateOptions,
  { n_ctx }: ModelConfig,
  next: (ask: NextAsk) => Promise<GeneratedToken>,
): AsyncGenerator<GeneratedToken, StopReason, void> {
  const { temperature = 1, topK = null, topP = null } = options;
  const sampling = { temperature, topK, topP };
  const fixed = { from: prompt.length, sampling, candidates, reuse, interventions };
  let ids = prompt;
  for (let count = 0; count < maxTokens; count++) {
    if (ids.length > n_ctx) return 'context';
    const token = await next({ ...fixed, ids, uniform: uniform(seed, ids.length) });
    ids = token.ids;
    yield token;
    if (stop.some((text) => token.text.includes(text))) return 'stop';
  }
  return 'length';
}

/** @throws RangeError naming the option, its value and what is allowed */
export function checkGeneration(options: GenerateOptions, config: ModelConfig): void {
  const {
    maxTokens,
    temperature = 1,
    topK = null,
    topP = null,
    seed = 0,
    stop = [],
  } = options satisfies Partial<Sampling>;
  const isWhole = (value: number, from: number): boolean => Number.isSafeInteger(value) && value >= from;
  const check = (holds: boolean, name: string, value: unknown, allowed: string): void => {
    if (!holds) throw new RangeError(`${name} is ${String(value)}: expected ${allowed}`);
  };
  check(isWhole(maxTokens, 0), 'maxTokens', maxTokens, 'a whole number from 0');
  check(temperature >= 0 && temperature < Infinity, 'temperature', temperature, 'a number from 0');
  check(topK === null || isWhole(topK, 1), 'topK', topK, 'null or a whole number from 1');
  check(topP === null || (topP > 0 && topP <= 1), 'topP', topP, 'null or a number above 0, at most 1');
  check(isWhole(seed, 0), 'seed', seed, 'a whole number from 0');
  check(!stop.includes(''), 'stop', JSON.stringify(stop), 'texts that are not empty');
  switchesOf(config, options.interventions);
}
