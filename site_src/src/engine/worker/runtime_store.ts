import { runtimeKey, runtimeUrls, type RuntimeKind } from '../runtime_files';
import type { Store } from '../store';
import { download, PassingError, readBody, type Transfer } from './download';

/** The gzipped WebAssembly of a runtime, from the store or the site's own origin. @throws EngineError `network`, AbortError */
export async function obtainRuntime(
  root: URL,
  kind: RuntimeKind,
  store: Store,
  transfer: Transfer,
): Promise<Uint8Array> {
  const kept = await store.read(runtimeKey(root, kind));
  if (kept) return readBody(kept);
  const { wasm } = runtimeUrls(root, kind);
  const packed = await download(wasm, transfer).catch((error: unknown) => {
    if (!(error instanceof PassingError)) throw error;
    return download(wasm, transfer, { fresh: true });
  });
  await store.write(runtimeKey(root, kind), packed as Uint8Array<ArrayBuffer>);
  return packed;
}

/** Stores a runtime that is not stored yet. */
export async function keepRuntime(root: URL, kind: RuntimeKind, store: Store, transfer: Transfer): Promise<void> {
  if (!(await store.has(runtimeKey(root, kind)))) await obtainRuntime(root, kind, store, transfer);
}
