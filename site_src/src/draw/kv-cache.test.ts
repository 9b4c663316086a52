import { expect, test } from 'vitest';
import { config, fixtureTrace } from '../trace/fixture';
import { stagedTrace } from '../trace/fixture_stages';
import { kvCache } from './kv-cache';
import { cacheBytes, multiplyAdds } from './kv-cache-data';
import { drawn, lines } from './testing';

const trace = stagedTrace();
const gpt2 = { ...config, n_layer: 12, n_head: 12, d_model: 768, d_head: 64, d_mlp: 3072, d_vocab: 50257, n_ctx: 1024 };

test('drawing', async () => {
  const { element } = await drawn(kvCache, { step: 1 }, { trace });
  await expect(lines(element)).toMatchFileSnapshot('__snapshots__/kv-cache.html');
});

const states = (element: Element): string[] =>
  [...element.querySelectorAll('tbody tr[data-step]')].map((row) => /gf-kv-(\w+)/.exec(row.className)![1]!);

test('the prefill computes the whole text, a step one token, and keeps the rest', async () => {
  const { element: prefill } = await drawn(kvCache, { step: 0 }, { trace });
  expect(states(prefill)).toEqual([...Array<string>(6).fill('computed'), ...Array<string>(4).fill('absent')]);
  const { element: second } = await drawn(kvCache, { step: 2 }, { trace });
  expect(states(second)).toEqual([...Array<string>(7).fill('reused'), 'computed', 'absent', 'absent']);
  expect(second.querySelectorAll('.gf-kv-computed .gf-kv-k')).toHaveLength(config.n_layer + 1); // and the legend's
});

test('without the cache all are computed again', async () => {
  const { element, view } = await drawn(kvCache, { step: 2, reuse: false }, { trace });
  expect(states(element)).toEqual([...Array<string>(7).fill('again'), 'computed', 'absent', 'absent']);
  expect(kvCache.describe(trace, view, 'en')).toBe(
    'Step 2: 8 of 8 tokens are computed in each of 2 blocks, 0 are kept.',
  );
});

test('multiply-adds are those of the graph’s products, counted one by one', () => {
  let count = 0;
  const [fresh, seen] = [3, 7];
  const product = (rows: number, inner: number, columns: number): void => void (count += rows * inner * columns);
  for (let block = 0; block < gpt2.n_layer; block++) {
    product(fresh, gpt2.d_model, 3 * gpt2.d_model); // c_attn
    for (let head = 0; head < gpt2.n_head; head++) {
      product(fresh, gpt2.d_head, seen); // scores
      product(fresh, seen, gpt2.d_head); // z
    }
    product(fresh, gpt2.d_model, gpt2.d_model); // attn.c_proj
    product(fresh, gpt2.d_model, gpt2.d_mlp); // c_fc
    product(fresh, gpt2.d_mlp, gpt2.d_model); // mlp.c_proj
  }
  product(1, gpt2.d_model, gpt2.d_vocab);
  expect(multiplyAdds(gpt2, fresh, seen)).toBe(count);
});

test('the cache of GPT-2 small has 73,728 bytes a token', () => {
  expect(cacheBytes(gpt2, 1)).toBe(73_728);
  expect(cacheBytes(gpt2, 1024)).toBe(75_497_472);
});

test('the table has every step, and what was measured stands with its own step alone', async () => {
  const measured = { seen: 8, with: 3.25, without: 9 };
  const { element, view } = await drawn(kvCache, { step: 2, measured }, { trace });
  expect(element.textContent).toContain('3.3 ms');
  const { rows } = kvCache.table(trace, view, 'en');
  expect(rows.map((row) => row.slice(2, 4))).toEqual([
    ['6', '6'],
    ['1', '7'],
    ['1', '8'],
    ['1', '9'],
    ['1', '10'],
  ]);
  const { element: other } = await drawn(kvCache, { step: 3, measured }, { trace });
  expect(other.textContent).not.toContain('3.3 ms');
});

test('a text after which nothing is written has its prefill', async () => {
  const { element } = await drawn(kvCache, { step: 9 }, { trace: fixtureTrace() });
  expect(states(element)).toEqual(Array<string>(6).fill('computed'));
  const { element: chinese } = await drawn(kvCache, {}, { trace, locale: 'zh' });
  expect(chinese.outerHTML).not.toMatch(/\{\w+\}/);
});
