import type { ModelConfig } from '../core/types';
import { SCHEMA_HASH } from '../generated/schema';
import { MANIFEST_VERSION, type Manifest, type ManifestFile, type Variant } from './manifest';

/** Stand-ins for tests: nothing of the site imports this file. */
export const EXAMPLE_CONFIG: ModelConfig = {
  n_layer: 2,
  n_head: 2,
  d_model: 4,
  d_head: 2,
  d_mlp: 8,
  d_vocab: 30,
  n_ctx: 256,
  layer_norm_epsilon: 1e-5,
};

const file = (name: string, bytes: number): ManifestFile => ({ file: name, bytes, sha256: `hash of ${name}` });

/** A manifest with one shard a variant; `sizes` gives the variants' bytes, q8 having 8 bits. */
export function exampleManifest(sizes: Readonly<Record<string, number>>): Manifest {
  const variants = Object.entries(sizes).map(([name, bytes]): [string, Variant] => [
    name,
    {
      bits: Number(name.slice(1)),
      bytes,
      weights_bytes: bytes,
      weights: [{ path: 'weights-0.bin', bytes, shards: [file(`${name}.bin`, bytes)] }],
      graphs: { webgpu: file(`${name}-webgpu.onnx`, 10), wasm: file(`${name}-wasm.onnx`, 10) },
      tensors: {},
    },
  ]);
  return {
    manifest_version: MANIFEST_VERSION,
    schema_hash: SCHEMA_HASH,
    model: {
      id: 'example',
      name: 'Example',
      source: 'tests',
      licence: 'MIT',
      sha256: 'hash of the checkpoint',
      config: EXAMPLE_CONFIG,
      parameters: 1,
    },
    tokenizer: file('tokenizer.json', 10),
    variants: Object.fromEntries(variants),
  };
}
