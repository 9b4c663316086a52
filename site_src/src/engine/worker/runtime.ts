import type * as Runtime from 'onnxruntime-web/webgpu';
import { gunzip } from '../../core/gunzip';
import { EngineError, toEngineError } from '../errors';
import { runtimeKey, runtimeUrls, type RuntimeKind } from '../runtime_files';
import type { Store } from '../store';
import type { Transfer } from './download';
import { obtainRuntime } from './runtime_store';

export type Ort = typeof Runtime;

/** The script that goes with each WebAssembly build; with vite.config.ts's condition they hold none themselves. */
const ENTRIES: Record<RuntimeKind, () => Promise<Ort>> = {
  wasm: () => import('onnxruntime-web/wasm'),
  jspi: () => import('onnxruntime-web/jspi'),
  asyncify: () => import('onnxruntime-web/webgpu'),
};

/** The unpacked WebAssembly. One that was stored damaged is fetched again. @throws EngineError `network`, AbortError */
export async function unpackRuntime(
  packed: Uint8Array,
  root: URL,
  kind: RuntimeKind,
  store: Store,
  transfer: Transfer,
): Promise<Uint8Array> {
  try {
    return await gunzip(packed);
  } catch {
    await store.remove(runtimeKey(root, kind));
    return gunzip(await obtainRuntime(root, kind, store, transfer));
  }
}

/** The ONNX graph y = -x. A session of it is of no use, but with the first session the runtime is compiled. */
const SMALLEST_GRAPH = 'CAgSADoxCgsKAXgSAXkiA05lZxIAWg8KAXgSCgoICAESBAoCCAFiDwoBeRIKCggIARIECgIIAUIECgAQDQ==';

/** onnxruntime-web, ready to make sessions. A worker does this once. @throws EngineError `no-runtime` */
export async function startRuntime(root: URL, kind: RuntimeKind, wasm: Uint8Array, threads: number): Promise<Ort> {
  try {
    const ort = await ENTRIES[kind]();
    ort.env.wasm.wasmPaths = { mjs: runtimeUrls(root, kind).mjs };
    ort.env.wasm.wasmBinary = wasm;
    ort.env.wasm.numThreads = threads; // more than 1 needs a cross-origin isolated page, and on two cores was slower
    ort.env.logLevel = 'fatal'; // errors are thrown too; the console is not the place for them
    const graph = Uint8Array.from(atob(SMALLEST_GRAPH), (letter) => letter.charCodeAt(0));
    const session = await ort.InferenceSession.create(graph, { executionProviders: ['wasm'], logSeverityLevel: 4 });
    await session.release();
    return ort;
  } catch (error) {
    throw new EngineError('no-runtime', toEngineError(error, 'no-runtime').message);
  }
}
