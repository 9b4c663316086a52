import { modelFolder, shardsOf, type Manifest, type ManifestFile, type Provider, type Variant } from './manifest';

/** A file of a model as it is fetched and as it is checked. */
export interface ModelFile extends ManifestFile {
  readonly url: URL;
  /** Key in the store: an address that changes with the content. */
  readonly key: string;
  readonly packed: boolean;
}

export function shardFiles(root: URL, manifest: Manifest, variant: Variant): ModelFile[] {
  const folder = new URL(manifest.shards_url ?? '', modelFolder(root, manifest.model.id));
  return shardsOf(variant).map((file) => located(new URL(file.file, folder), file, false));
}

/** Host of the shards if it is not the site's own: nothing is fetched from it before the reader knows. */
export function foreignHost(root: URL, manifest: Manifest): string | null {
  const folder = new URL(manifest.shards_url ?? '', root);
  return folder.origin === root.origin ? null : folder.host;
}

export interface Way {
  readonly provider: Provider;
  readonly lowMemory: boolean;
}

/**
 * The graph that runs this way. With little memory, and for a model that has no other, the processor too runs the one that
 * leaves the weights as they are.
 */
export function graphFor({ graphs }: Variant, { provider, lowMemory }: Way): ManifestFile {
  return provider === 'webgpu' || lowMemory ? graphs.webgpu : (graphs.wasm ?? graphs.webgpu);
}

/** The graph that is run, and for WebGPU also the one that takes over from it. */
export function graphFiles(root: URL, manifest: Manifest, variant: Variant, way: Way): ModelFile[] {
  const graphs = new Set([graphFor(variant, way), graphFor(variant, { ...way, provider: 'wasm' })]);
  return [...graphs].map((file) => packedFile(root, manifest, file));
}

export function allGraphFiles(root: URL, manifest: Manifest, { graphs }: Variant): ModelFile[] {
  return Object.values(graphs).map((file) => packedFile(root, manifest, file));
}

export function tokenizerFile(root: URL, manifest: Manifest): ModelFile {
  return packedFile(root, manifest, manifest.tokenizer);
}

/** The list of seen tokens, where the model's author gives one. */
export function seenFile(root: URL, { model, seen_tokens: file }: Manifest): ModelFile | null {
  return file ? located(new URL(file.file, modelFolder(root, model.id)), file, false) : null;
}

/** What every variant of a model needs. */
export function sharedFiles(root: URL, manifest: Manifest): ModelFile[] {
  const seen = seenFile(root, manifest);
  return [tokenizerFile(root, manifest), ...(seen ? [seen] : [])];
}

function packedFile(root: URL, manifest: Manifest, file: ManifestFile): ModelFile {
  return located(new URL(`${file.file}.gz`, modelFolder(root, manifest.model.id)), file, true);
}

function located(url: URL, file: ManifestFile, packed: boolean): ModelFile {
  return { ...file, url, key: `${url.href}?sha256=${file.sha256}`, packed };
}
