import { describe, expect, test } from 'vitest';
import { choose } from './choose';
import { tokenLimit } from './limits';
import type { Machine } from './machine';
import { exampleManifest } from './testing';

const strong: Machine = { gpu: 'webgpu', gpuBinding: 2 ** 27, littleMemory: false, saveData: false, threads: 1 };
const large = exampleManifest({ q8: 134e6, q4: 75e6 });
const small = exampleManifest({ q8: 13e6, q4: 7e6 });
const choice = { model: 'example' };

describe('the variant', () => {
  test.each([
    ['a strong machine takes the closest', large, strong, 'q8', 'closest'],
    ['little memory takes the smallest', large, { ...strong, littleMemory: true }, 'q4', 'little-memory'],
    ['saving data takes the smallest', large, { ...strong, saveData: true }, 'q4', 'save-data'],
    ['a small one is not worth a coarser one', small, { ...strong, littleMemory: true, saveData: true }, 'q8', 'small'],
  ])('%s, and says why', (_, manifest, machine, variant, variantReason) => {
    expect(choose(manifest, machine, choice)).toMatchObject({ variant, variantReason });
  });

  test('the reader decides', () => {
    expect(choose(large, strong, { ...choice, variant: 'q4' })).toMatchObject({
      variant: 'q4',
      variantReason: 'asked',
    });
    expect(() => choose(large, strong, { ...choice, variant: 'q2' })).toThrow(/no variant "q2", only q8, q4/);
  });
});

describe('a model without a graph for the processor', () => {
  const [q8] = Object.values(large.variants);
  const { webgpu } = q8!.graphs;
  const alone = { ...large, variants: { q8: { ...q8!, graphs: { webgpu } } } };

  test('runs its weights as they are, also on the processor', () => {
    expect(choose(alone, strong, choice)).toMatchObject({ provider: 'webgpu', lowMemory: true });
    const noGpu = { ...strong, gpu: 'no-adapter' } as const;
    expect(choose(alone, noGpu, { ...choice, lowMemory: false })).toMatchObject({ provider: 'wasm', lowMemory: true });
  });
});

describe('the provider', () => {
  test('WebGPU where there is an adapter, else the processor, and why', () => {
    expect(choose(large, strong, choice)).toMatchObject({ provider: 'webgpu', reason: 'webgpu' });
    for (const gpu of ['no-webgpu', 'no-adapter'] as const) {
      expect(choose(large, { ...strong, gpu }, choice)).toMatchObject({ provider: 'wasm', reason: gpu });
      expect(choose(large, { ...strong, gpu }, { ...choice, provider: 'webgpu' }).provider).toBe('wasm');
    }
  });

  test('the reader can keep it on the processor', () => {
    expect(choose(large, strong, { ...choice, provider: 'wasm' })).toMatchObject({ provider: 'wasm', reason: 'asked' });
  });
});

test('a GPU that cannot read the largest matrix leaves the model to the processor', () => {
  const matrix = { path: 'weights-0.bin', offset: 0, bytes: 2 ** 28, shape: [1] };
  const q8 = { ...large.variants.q8!, tensors: { wte: matrix } };
  const manifest = { ...large, variants: { q8 } };
  expect(choose(manifest, strong, choice)).toMatchObject({ provider: 'wasm', reason: 'gpu-limits' });
  expect(choose(manifest, { ...strong, gpuBinding: 2 ** 28 }, choice).provider).toBe('webgpu');
});

describe('little memory', () => {
  const phone = { ...strong, littleMemory: true };
  const gpt2 = { ...large, model: { ...large.model, parameters: 124e6 } };

  test('keeps a large model quantized, a small one runs as fast as it can', () => {
    expect(choose(gpt2, phone, choice).lowMemory).toBe(true);
    expect(choose(gpt2, strong, choice).lowMemory).toBe(false);
    expect(choose({ ...small, model: { ...small.model, parameters: 12e6 } }, phone, choice).lowMemory).toBe(false);
  });

  test('is the reader’s to decide', () => {
    expect(choose(gpt2, phone, { ...choice, lowMemory: false }).lowMemory).toBe(false);
    expect(choose(small, strong, { ...choice, lowMemory: true }).lowMemory).toBe(true);
  });
});

test('threads are as many as were asked for, where the page may have them', () => {
  expect(choose(large, strong, { ...choice, threads: 4 }).threads).toBe(1);
  const isolated = { ...strong, threads: 8 };
  expect(choose(large, isolated, choice).threads).toBe(1);
  expect(choose(large, isolated, { ...choice, threads: 4 }).threads).toBe(4);
});

test('a live run takes the context, or what patterns fit in 128 MiB', () => {
  const config = exampleManifest({}).model.config;
  expect(tokenLimit(config)).toBe(config.n_ctx);
  const limit = tokenLimit({ ...config, n_ctx: 1024, n_layer: 12, n_head: 12 });
  expect(4 * 144 * limit ** 2).toBeLessThanOrEqual(2 ** 27);
  expect(4 * 144 * (limit + 1) ** 2).toBeGreaterThan(2 ** 27);
});
