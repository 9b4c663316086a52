import { allGraphFiles, sharedFiles, shardFiles, type ModelFile } from './files';
import { variantOf, type Manifest } from './manifest';
import { runtimeKind, type RuntimeKind } from './runtime_files';
import { openStore } from './store';
import type { Plan } from './types';
import type { Transfer } from './worker/download';
import { obtain } from './worker/obtain';
import { keepRuntime } from './worker/runtime_store';

/**
 * Stores all that a planned load would fetch, and starts nothing: for running without a connection later. The processor's
 * runtime is among it, as it may have to take over from the GPU. @throws EngineError, AbortError
 */
export async function keepModel(root: URL, plan: Plan, transfer: Transfer): Promise<void> {
  const store = await openStore();
  const kinds = new Set<RuntimeKind>([runtimeKind(plan.provider), 'wasm']);
  for (const kind of kinds) await keepRuntime(root, kind, store, transfer);
  for (const file of filesOf(root, plan.manifest, plan.variant)) {
    if (!(await store.has(file.key))) await obtain(file, { ...transfer, store });
  }
}

/** Bytes of a variant that are stored in this browser. */
export async function storedBytes(root: URL, manifest: Manifest, variant: string): Promise<number> {
  const store = await openStore();
  const sizes = weightsAndGraphs(root, manifest, variant).map(async ({ key, bytes }) =>
    (await store.has(key)) ? bytes : 0,
  );
  return (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0);
}

/** Deletes a variant from this browser. What runs already goes on running. */
export async function forgetVariant(root: URL, manifest: Manifest, variant: string): Promise<void> {
  const store = await openStore();
  await Promise.all(weightsAndGraphs(root, manifest, variant).map(({ key }) => store.remove(key)));
}

function filesOf(root: URL, manifest: Manifest, variant: string): ModelFile[] {
  return [...weightsAndGraphs(root, manifest, variant), ...sharedFiles(root, manifest)];
}

function weightsAndGraphs(root: URL, manifest: Manifest, name: string): ModelFile[] {
  const variant = variantOf(manifest, name);
  return [...allGraphFiles(root, manifest, variant), ...shardFiles(root, manifest, variant)];
}
