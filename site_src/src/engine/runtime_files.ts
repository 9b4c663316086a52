import type { Provider } from './manifest';

/**
 * The builds of onnxruntime-web's WebAssembly that the site holds in assets/ort/, each as `<name>.mjs` and
 * `<name>.wasm.gz`, copied from node_modules/onnxruntime-web/dist. A reader's browser loads one of them:
 *   wasm      processor only, the smallest (3.7 MB gzipped)
 *   jspi      WebGPU where WebAssembly can wait for promises (4.1 MB)
 *   asyncify  WebGPU elsewhere (6.6 MB)
 */
const RUNTIME_FILES = {
  wasm: 'ort-wasm-simd-threaded',
  jspi: 'ort-wasm-simd-threaded.jspi',
  asyncify: 'ort-wasm-simd-threaded.asyncify',
} as const;
export type RuntimeKind = keyof typeof RUNTIME_FILES;

/** The version of the package, part of what a stored runtime is found by. A test compares it with package.json. */
export const RUNTIME_VERSION = '1.30.0';

/** Key of a runtime's gzipped WebAssembly in the store. */
export function runtimeKey(root: URL, kind: RuntimeKind): string {
  return `${runtimeUrls(root, kind).wasm.href}?version=${RUNTIME_VERSION}`;
}

export function runtimeKind(provider: Provider): RuntimeKind {
  if (provider === 'wasm') return 'wasm';
  return 'Suspending' in WebAssembly ? 'jspi' : 'asyncify';
}

export interface RuntimeUrls {
  readonly mjs: URL;
  /** Gzipped. */
  readonly wasm: URL;
}

export function runtimeUrls(root: URL, kind: RuntimeKind): RuntimeUrls {
  const file = (ending: string): URL => new URL(`assets/ort/${RUNTIME_FILES[kind]}${ending}`, root);
  return { mjs: file('.mjs'), wasm: file('.wasm.gz') };
}
