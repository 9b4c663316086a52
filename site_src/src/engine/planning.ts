import { choose } from './choose';
import { foreignHost, graphFiles, shardFiles, tokenizerFile, type ModelFile } from './files';
import { lookAtMachine } from './machine';
import { fetchManifest, variantOf } from './manifest';
import { freeBytes } from './quota';
import { runtimeKey, runtimeKind, runtimeUrls } from './runtime_files';
import { openStore, type Store } from './store';
import type { Plan, PlanOptions } from './types';

/** What loading would take. Fetches the manifest and asks for the sizes of packed files, nothing else. */
export async function makePlan(root: URL, { signal, ...choice }: PlanOptions): Promise<Plan> {
  const [manifest, machine, store] = await Promise.all([
    fetchManifest(root, choice.model, signal),
    lookAtMachine(),
    openStore(),
  ]);
  const chosen = choose(manifest, machine, choice);
  const variant = variantOf(manifest, chosen.variant);
  const shards = await split(shardFiles(root, manifest, variant), store);
  const graphs = graphFiles(root, manifest, variant, chosen);
  const packed = await split([...graphs, tokenizerFile(root, manifest)], store);
  const kind = runtimeKind(chosen.provider);
  const hasRuntime = await store.has(runtimeKey(root, kind));
  const sizes = await Promise.all([
    ...packed.missing.map(({ url, bytes }) => transferSize(url, bytes, signal)),
    hasRuntime ? 0 : transferSize(runtimeUrls(root, kind).wasm, 0, signal),
  ]);
  const host = foreignHost(root, manifest);
  return {
    manifest,
    ...chosen,
    bytes: total(shards.missing) + sum(sizes),
    stored: total(shards.stored),
    keeps: store.keeps,
    free: await freeBytes(),
    ...(host !== null && shards.missing.length > 0 ? { weightsFrom: host } : {}),
  };
}

async function split(files: readonly ModelFile[], store: Store) {
  const known = await Promise.all(files.map(({ key }) => store.has(key)));
  return { stored: files.filter((_, i) => known[i]), missing: files.filter((_, i) => !known[i]) };
}

/** Bytes of a file as it is transferred; `otherwise` where the server does not tell. */
async function transferSize(url: URL, otherwise: number, signal?: AbortSignal): Promise<number> {
  const answer = await fetch(url, { method: 'HEAD', signal: signal ?? null }).catch(() => null);
  signal?.throwIfAborted();
  await answer?.text(); // empty, but left unread the browser would report the request as broken off
  return Number(answer?.ok ? (answer.headers.get('Content-Length') ?? otherwise) : otherwise);
}

function total(files: readonly { readonly bytes: number }[]): number {
  return sum(files.map(({ bytes }) => bytes));
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((before, size) => before + size, 0);
}
