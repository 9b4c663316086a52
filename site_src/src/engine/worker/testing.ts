/** A stand-in for a session, for tests: nothing of the site imports this file. */
import type { Tensor } from 'onnxruntime-common';
import { EXAMPLE_CONFIG } from '../testing';
import type { KeyValues } from './key_values';
import type { Step } from './session';
import type { Runner } from './steps';

/** Keys and values that know which tokens they are of, and whether they were let go of. */
interface Known {
  readonly tokens: readonly number[];
  gone: boolean;
  dispose(): void;
}

export function knownIn(past: KeyValues | null): Known | undefined {
  return past?.get('0.key') as unknown as Known | undefined;
}

export function pastOf(tokens: readonly number[]): KeyValues {
  const known: Known & { size: number } = { tokens, gone: false, size: 1, dispose: () => void (known.gone = true) };
  return new Map([['0.key', known as unknown as Tensor]]);
}

/**
 * A model whose numbers at a token depend on all tokens up to it and on nothing else, so that a wrong or missing past
 * shows. The most probable next token is the sum of the tokens, modulo the vocabulary.
 */
export class TokenSession implements Runner {
  readonly config = EXAMPLE_CONFIG;
  readonly steps: Step[] = [];

  run(step: Step): ReturnType<Runner['run']> {
    const { n_head, d_model, d_vocab } = this.config;
    const before = knownIn(step.past);
    if (before?.gone) throw new Error('These keys and values were let go of.');
    this.steps.push(step);
    const seen = [...(before?.tokens ?? []), ...step.ids];
    const from = seen.length - step.ids.length;
    const sumAt = (position: number): number => seen.slice(0, position + 1).reduce((sum, id) => sum + id, 0);
    const tap = (name: string): Float32Array => {
      if (name.startsWith('pattern')) {
        const rows = Array.from({ length: n_head }, (_, head) =>
          step.ids.map((__, i) => weights(from + i, head)),
        ).flat();
        return Float32Array.from(rows.flat());
      }
      const width = name.endsWith('_scale') ? 1 : d_model;
      return Float32Array.from(step.ids.flatMap((_, i) => new Array<number>(width).fill(sumAt(from + i) + 1)));
    };
    const weights = (query: number, head: number): number[] =>
      seen.map((id, key) => (key > query ? 0 : (id + head + 1) / (sumAt(query) + (head + 1) * (query + 1))));
    const logits = step.rows.flatMap(([layer, position]) =>
      Array.from({ length: d_vocab }, (_, id) => {
        return id === sumAt(from + position) % d_vocab ? 9 : Math.sin(id * 3 + sumAt(from + position) + layer);
      }),
    );
    const taps = new Map(step.taps?.map((name) => [name, tap(name)]));
    return Promise.resolve({ logits: Float32Array.from(logits), taps, past: step.keep ? pastOf(seen) : null });
  }

  truncate(past: KeyValues, tokens: number): Promise<KeyValues> {
    return Promise.resolve(pastOf(knownIn(past)!.tokens.slice(0, tokens)));
  }
}
