import type { Tensor } from 'onnxruntime-common';
import { describe, expect, test } from 'vitest';
import { isAbort } from '../errors';
import { EXAMPLE_CONFIG } from '../testing';
import { switchesOf } from '../interventions';
import type { KeyValues } from './key_values';
import { nextToken } from './decode';
import { PrefixCache } from './prefix_cache';
import { runLayer, runTrace as run, type RunOptions } from './run';
import type { Step } from './session';
import type { Runner } from './steps';
import { TokenSession } from './testing';

const { n_head, n_layer, d_model, d_vocab } = EXAMPLE_CONFIG;
const switches = switchesOf(EXAMPLE_CONFIG);
const options = { layers: [], lens: true, switches, signal: new AbortController().signal };
const text = Array.from({ length: 70 }, (_, i) => (i * 7) % d_vocab);

/** A logit that is different for every lens layer, position and token. */
const logit = (layer: number, position: number, id: number): number => Math.sin(layer * 31 + position * 7 + id * 3) * 9;

/** A session whose every number is known, and which notices when the cache is not the one that it gave. */
class KnownSession implements Runner {
  readonly config = EXAMPLE_CONFIG;
  readonly steps: Step[] = [];
  #given: KeyValues | null = null;
  #from = 0;

  truncate(): Promise<KeyValues> {
    return Promise.reject(new Error('nothing is cut here'));
  }

  run(step: Step): ReturnType<Runner['run']> {
    expect(step.past).toBe(step.past ? this.#given : null);
    this.steps.push(step);
    const from = step.past ? this.#from : 0;
    const count = step.ids.length;
    const tap = (name: string): Float32Array => {
      if (!name.startsWith('pattern'))
        return new Float32Array(count * (name.endsWith('_scale') ? 1 : d_model)).fill(from);
      const keys = from + count;
      return Float32Array.from({ length: n_head * count * keys }, (_, i) => (i % keys) + 1);
    };
    this.#from = from + count;
    this.#given = step.keep ? new Map([['0.key', { dispose: () => undefined } as Tensor]]) : null;
    const rows = step.rows.flatMap(([layer, position]) =>
      Array.from({ length: d_vocab }, (_, id) => logit(layer, from + position, id)),
    );
    const taps = new Map(step.taps?.map((name) => [name, tap(name)]));
    return Promise.resolve({ logits: Float32Array.from(rows), taps, past: this.#given });
  }
}

const runTrace = (session: Runner, ids: readonly number[], changed: RunOptions, cache = new PrefixCache()) =>
  run(session, cache, ids, changed);

describe('a run in several steps', () => {
  test('puts every row where its layer and position belong', async () => {
    const { core } = await runTrace(new KnownSession(), text, options);
    const data = (name: string): Float32Array | Int32Array => core[name]!.data;
    const tokens = text.length;
    for (const position of [0, 5, 64, tokens - 1]) {
      const row = Array.from({ length: d_vocab }, (_, id) => logit(n_layer, position, id));
      const best = [...row.keys()].sort((a, b) => row[b]! - row[a]!);
      expect([...data('position_top_ids').subarray(position * 10, position * 10 + 10)]).toEqual(best.slice(0, 10));
      for (let layer = 0; layer <= n_layer; layer++) {
        const lens = Array.from({ length: d_vocab }, (_, id) => logit(layer, position, id));
        const strongest = data('lens_top_logits')[(layer * tokens + position) * 20]!;
        expect(strongest).toBeCloseTo(Math.max(...lens), 5);
        const next = text[position + 1];
        if (next === undefined) continue;
        expect(data('lens_next_logit')[layer * (tokens - 1) + position]).toBeCloseTo(lens[next]!, 5);
      }
    }
    const last = Array.from({ length: d_vocab }, (_, id) => logit(n_layer, tokens - 1, id));
    const top = data('top_ids')[0]!;
    expect(data('lens_tracked_logits')[(n_layer * tokens + tokens - 1) * 10]).toBeCloseTo(last[top]!, 5);
    expect([...data('log_probs')].reduce((sum, value) => sum + Math.exp(value), 0)).toBeCloseTo(1, 5);
  });

  test('the pattern is square: keys that come later have weight 0', async () => {
    const { core } = await runTrace(new KnownSession(), text, { ...options, lens: false });
    const { data, shape } = core.pattern!;
    expect(shape).toEqual([n_layer, n_head, 70, 70]);
    const row = (query: number): number[] => [...data.subarray((70 * 2 + query) * 70, (70 * 2 + query + 1) * 70)];
    expect(row(63).slice(62, 66)).toEqual([63, 64, 0, 0]);
    expect(row(69).slice(67)).toEqual([68, 69, 70]);
  });

  test('at most 65 rows are unembedded in a step', async () => {
    const session = new KnownSession();
    await runTrace(session, text, options);
    expect(Math.max(...session.steps.map(({ rows }) => rows.length))).toBeLessThanOrEqual(65);
  });

  test('without the lens its tensors are left out', async () => {
    const { core } = await runTrace(new KnownSession(), text, { ...options, lens: false });
    expect(Object.keys(core).filter((name) => name.startsWith('lens'))).toEqual([]);
  });

  test('a cancel ends it between two steps', async () => {
    const stop = new AbortController();
    const session = new KnownSession();
    const running = runTrace(session, text, { ...options, signal: stop.signal });
    stop.abort();
    expect(await running.catch(isAbort)).toBe(true);
    expect(session.steps.length).toBeLessThanOrEqual(1);
  });
});

describe('a text like one before', () => {
  const signal = new AbortController().signal;
  const bare = { layers: [], lens: false, switches, signal };

  /** The trace of `ids` after those of `before`, and the tokens that were run for it; checked against a trace of its own. */
  async function after(before: number[][], ids: number[]): Promise<number[][]> {
    const session = new TokenSession();
    const cache = new PrefixCache();
    for (const earlier of before) await runTrace(session, earlier, bare, cache);
    session.steps.length = 0;
    const { core } = await runTrace(session, ids, bare, cache);
    const alone = await runTrace(new TokenSession(), ids, bare);
    expect(core).toEqual(alone.core);
    return session.steps.map((step) => [...step.ids]);
  }

  test('a token more is one step of one token', async () => {
    expect(await after([[5, 6, 7]], [5, 6, 7, 8])).toEqual([[8]]);
    expect(await after([[5], [5, 6], [5, 6, 7]], [5, 6, 7, 8])).toEqual([[8]]);
  });

  test('another end runs from the last token that both have: what it gives the next is new', async () => {
    expect(await after([[5, 6, 7, 8]], [5, 6, 1])).toEqual([[6, 1]]);
  });

  test('going back runs the last token', async () => {
    expect(await after([[5, 6, 7, 8]], [5, 6])).toEqual([[6]]);
    expect(await after([[5, 6, 7, 8]], [5, 6, 7, 8])).toEqual([[8]]);
  });

  test('going back and then on again takes the longer text over', async () => {
    expect(
      await after(
        [
          [5, 6, 7, 8],
          [5, 6],
        ],
        [5, 6, 7, 8, 9],
      ),
    ).toEqual([[9]]);
  });

  test('nothing in common is nothing to take over', async () => {
    expect(await after([[5, 6, 7, 8]], [6, 5])).toEqual([[6, 5]]);
    expect(await after([[5, 6, 7, 8]], [5, 1])).toEqual([[5, 1]]);
  });

  test('what was generated without taps is run again with them', async () => {
    const session = new TokenSession();
    const cache = new PrefixCache();
    await runTrace(session, [5, 6, 7], bare, cache);
    const sampling = { temperature: 0, topK: null, topP: null };
    const tokenizer = { encode: () => [], words: () => [], display: String, decode: String };
    const ask = { from: 3, sampling, uniform: 0, reuse: true, candidates: 1, interventions: {} };
    for (const ids of [
      [5, 6, 7],
      [5, 6, 7, 8],
      [5, 6, 7, 8, 9],
    ])
      await nextToken(session, cache, tokenizer, { ...ask, ids }, signal);
    session.steps.length = 0;
    const { core } = await runTrace(session, [5, 6, 7, 8, 9, 1], bare, cache);
    expect(session.steps.map((step) => step.ids)).toEqual([[7, 8, 9, 1]]);
    expect(core).toEqual((await runTrace(new TokenSession(), [5, 6, 7, 8, 9, 1], bare)).core);
  });
});

describe('detail', () => {
  test('comes with a short text in the same step, with a long one in its own', async () => {
    const short = new KnownSession();
    const result = await runTrace(short, text.slice(0, 9), { ...options, lens: false, layers: [1] });
    expect(result.layers.get(1)!.q.name).toBe('q');
    expect(short.steps).toHaveLength(1);
    const long = new KnownSession();
    await runTrace(long, text, { ...options, lens: false, layers: [1] });
    expect(long.steps.map(({ ids }) => ids.length)).toEqual([64, 6, 70]);
  });

  test('has no layer dimension', async () => {
    const { scores, mlp_pre } = await runLayer(new KnownSession(), text, 0, switches);
    expect([scores.shape, mlp_pre.shape]).toEqual([
      [2, 70, 70],
      [70, 8],
    ]);
  });
});
