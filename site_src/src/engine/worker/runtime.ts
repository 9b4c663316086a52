import type * as Runtime from 'onnxruntime-web/webgpu';
import { gunzip } from '../../core/gunzip';
import { runtimeUrls, type RuntimeKind } from '../runtime_files';
import { EngineError, toEngineError } from '../errors';
import { download, PassingError, type Transfer } from './download';

export type Ort = typeof Runtime;

/** The script that goes with each WebAssembly build; with vite.config.ts's condition they hold none themselves. */
const ENTRIES: Record<RuntimeKind, () => Promise<Ort>> = {
  wasm: () => import('onnxruntime-web/wasm'),
  jspi: () => import('onnxruntime-web/jspi'),
  asyncify: () => import('onnxruntime-web/webgpu'),
};

/** The gzipped WebAssembly, from the site's own origin. @throws EngineError `network`, AbortError */
export async function fetchRuntime(root: URL, kind: RuntimeKind, transfer: Transfer): Promise<Uint8Array> {
  const { wasm } = runtimeUrls(root, kind);
  const packed = await download(wasm, transfer).catch((error: unknown) => {
    if (!(error instanceof PassingError)) throw error;
    return download(wasm, transfer, { fresh: true });
  });
  return gunzip(packed);
}

/** onnxruntime-web, ready to make sessions. A worker does this once. @throws EngineError `no-runtime` */
export async function startRuntime(root: URL, kind: RuntimeKind, wasm: Uint8Array): Promise<Ort> {
  try {
    const ort = await ENTRIES[kind]();
    ort.env.wasm.wasmPaths = { mjs: runtimeUrls(root, kind).mjs };
    ort.env.wasm.wasmBinary = wasm;
    ort.env.wasm.numThreads = 1; // more need a cross-origin isolated page, and on two cores were slower
    ort.env.logLevel = 'fatal'; // errors are thrown too; the console is not the place for them
    return ort;
  } catch (error) {
    throw new EngineError('no-runtime', toEngineError(error, 'no-runtime').message);
  }
}
