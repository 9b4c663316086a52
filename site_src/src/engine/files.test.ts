import { describe, expect, it } from 'vitest';
import { foreignHost, graphFiles, graphFor, sharedFiles, shardFiles, tokenizerFile } from './files';
import { variantOf } from './manifest';
import { exampleManifest } from './testing';

const root = new URL('https://school.example/glassformer/');
const beside = exampleManifest({ q8: 100 });
const elsewhere = { ...beside, shards_url: 'https://bucket.example:8443/models/example/' };

const urls = (files: readonly { readonly url: URL }[]) => files.map(({ url }) => url.href);

describe('addresses', () => {
  it('lie beside the site', () => {
    expect(urls(shardFiles(root, beside, variantOf(beside, 'q8')))).toEqual([
      'https://school.example/glassformer/models/example/q8.bin',
    ]);
    expect(foreignHost(root, beside)).toBeNull();
  });

  it('of shards may be on another origin, of graphs and tokenizer never', () => {
    const variant = variantOf(elsewhere, 'q8');
    expect(urls(shardFiles(root, elsewhere, variant))).toEqual(['https://bucket.example:8443/models/example/q8.bin']);
    const small = [
      ...graphFiles(root, elsewhere, variant, { provider: 'webgpu', lowMemory: false }),
      tokenizerFile(root, elsewhere),
    ];
    expect(small.map(({ url }) => url.origin)).toEqual(small.map(() => root.origin));
    expect(foreignHost(root, elsewhere)).toBe('bucket.example:8443');
  });

  it('of another folder of the same origin need no word', () => {
    expect(foreignHost(root, { ...beside, shards_url: 'https://school.example/models/example/' })).toBeNull();
  });
});

it('little memory runs one graph, whatever the provider', () => {
  const variant = variantOf(beside, 'q8');
  const names = (provider: 'webgpu' | 'wasm', lowMemory: boolean): string[] =>
    graphFiles(root, beside, variant, { provider, lowMemory }).map(({ file }) => file);
  expect(names('webgpu', false)).toEqual(['q8-webgpu.onnx', 'q8-wasm.onnx']);
  expect(names('wasm', false)).toEqual(['q8-wasm.onnx']);
  expect(names('webgpu', true)).toEqual(['q8-webgpu.onnx']);
  expect(graphFor(variant, { provider: 'wasm', lowMemory: true }).file).toBe('q8-webgpu.onnx');
});

it('a list of seen tokens is shared by all variants, where there is one', () => {
  expect(sharedFiles(root, beside).map(({ file }) => file)).toEqual(['tokenizer.json']);
  const telling = { ...beside, seen_tokens: { file: 'seen_tokens.bin', bytes: 2, sha256: 'ab' } };
  const list = sharedFiles(root, telling)[1]!;
  expect(list.url.href).toBe('https://school.example/glassformer/models/example/seen_tokens.bin');
  expect(list.packed).toBe(false);
});
