import { modelFolder, shardsOf, type Manifest, type ManifestFile, type Provider, type Variant } from './manifest';

/** A file of a model as it is fetched and as it is checked. */
export interface ModelFile extends ManifestFile {
  readonly url: URL;
  /** Key in the store: an address that changes with the content. */
  readonly key: string;
  readonly packed: boolean;
}

export function shardFiles(root: URL, manifest: Manifest, variant: Variant): ModelFile[] {
  return shardsOf(variant).map((file) => modelFile(root, manifest, file, false));
}

/** The graph that is run, and for WebGPU also the one that takes over from it. */
export function graphFiles(root: URL, manifest: Manifest, variant: Variant, provider: Provider): ModelFile[] {
  const graphs = provider === 'webgpu' ? [variant.graphs.webgpu, variant.graphs.wasm] : [variant.graphs.wasm];
  return graphs.map((file) => modelFile(root, manifest, file, true));
}

export function tokenizerFile(root: URL, manifest: Manifest): ModelFile {
  return modelFile(root, manifest, manifest.tokenizer, true);
}

function modelFile(root: URL, manifest: Manifest, file: ManifestFile, packed: boolean): ModelFile {
  const url = new URL(packed ? `${file.file}.gz` : file.file, modelFolder(root, manifest.model.id));
  return { ...file, url, key: `${url.href}?sha256=${file.sha256}`, packed };
}
