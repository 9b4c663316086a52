import type { ReasonCode } from './types';

/** What a choice of variant and provider depends on. */
export interface Machine {
  readonly gpu: Extract<ReasonCode, 'webgpu' | 'no-webgpu' | 'no-adapter'>;
  /** Bytes of the largest buffer that a shader of this GPU reads; 0 without one. */
  readonly gpuBinding: number;
  readonly littleMemory: boolean;
  /** The reader asked their browser to save data. */
  readonly saveData: boolean;
  /** Threads that WebAssembly may use: more than 1 only where the page is cross-origin isolated. */
  readonly threads: number;
}

interface Hints {
  readonly deviceMemory?: number; // GiB; Chromium only, and only over https
  readonly connection?: { readonly saveData?: boolean };
}

const LITTLE_MEMORY = 4; // GiB

export async function lookAtMachine(): Promise<Machine> {
  const { deviceMemory, connection } = navigator as Hints;
  return {
    ...(await lookForGpu()),
    littleMemory: deviceMemory === undefined ? isHandheld() : deviceMemory <= LITTLE_MEMORY,
    saveData: connection?.saveData ?? false,
    threads: threadsHere(),
  };
}

export function threadsHere(): number {
  return globalThis.crossOriginIsolated ? navigator.hardwareConcurrency : 1;
}

async function lookForGpu(): Promise<Pick<Machine, 'gpu' | 'gpuBinding'>> {
  const { gpu } = navigator as Partial<Navigator>;
  if (!gpu) return { gpu: 'no-webgpu', gpuBinding: 0 };
  const adapter = await gpu.requestAdapter().catch(() => null);
  if (!adapter) return { gpu: 'no-adapter', gpuBinding: 0 };
  return { gpu: 'webgpu', gpuBinding: adapter.limits.maxStorageBufferBindingSize };
}

/** Where the browser does not tell its memory, a device without a fine pointer counts as having little. */
function isHandheld(): boolean {
  return !matchMedia('(any-pointer: fine)').matches;
}
