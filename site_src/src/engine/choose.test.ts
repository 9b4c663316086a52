import { describe, expect, test } from 'vitest';
import { choose } from './choose';
import { tokenLimit } from './limits';
import type { Machine } from './machine';
import { exampleManifest } from './testing';

const strong: Machine = { gpu: 'webgpu', littleMemory: false, saveData: false };
const large = exampleManifest({ q8: 134e6, q4: 75e6 });
const small = exampleManifest({ q8: 13e6, q4: 7e6 });
const choice = { model: 'example' };

describe('the variant', () => {
  test.each([
    ['a strong machine takes the closest', large, strong, 'q8'],
    ['little memory takes the smallest', large, { ...strong, littleMemory: true }, 'q4'],
    ['saving data takes the smallest', large, { ...strong, saveData: true }, 'q4'],
    ['a small model is not worth a coarser one', small, { ...strong, littleMemory: true, saveData: true }, 'q8'],
  ])('%s', (_, manifest, machine, variant) => {
    expect(choose(manifest, machine, choice).variant).toBe(variant);
  });

  test('the reader decides', () => {
    expect(choose(large, strong, { ...choice, variant: 'q4' })).toMatchObject({ variant: 'q4' });
    expect(() => choose(large, strong, { ...choice, variant: 'q2' })).toThrow(/no variant "q2", only q8, q4/);
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

test('a live run takes the context, or what patterns fit in 128 MiB', () => {
  const config = exampleManifest({}).model.config;
  expect(tokenLimit(config)).toBe(config.n_ctx);
  const limit = tokenLimit({ ...config, n_ctx: 1024, n_layer: 12, n_head: 12 });
  expect(4 * 144 * limit ** 2).toBeLessThanOrEqual(2 ** 27);
  expect(4 * 144 * (limit + 1) ** 2).toBeGreaterThan(2 ** 27);
});
