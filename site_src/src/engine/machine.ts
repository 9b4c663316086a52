import type { ReasonCode } from './types';

/** What a choice of variant and provider depends on. */
export interface Machine {
  readonly gpu: Extract<ReasonCode, 'webgpu' | 'no-webgpu' | 'no-adapter'>;
  readonly littleMemory: boolean;
  /** The reader asked their browser to save data. */
  readonly saveData: boolean;
}

interface Hints {
  readonly deviceMemory?: number; // GiB; Chromium only, and only over https
  readonly connection?: { readonly saveData?: boolean };
}

const LITTLE_MEMORY = 4; // GiB

export async function lookAtMachine(): Promise<Machine> {
  const { deviceMemory, connection } = navigator as Hints;
  return {
    gpu: await lookForGpu(),
    littleMemory: deviceMemory === undefined ? isHandheld() : deviceMemory <= LITTLE_MEMORY,
    saveData: connection?.saveData ?? false,
  };
}

async function lookForGpu(): Promise<Machine['gpu']> {
  const { gpu } = navigator as Partial<Navigator>;
  if (!gpu) return 'no-webgpu';
  return (await gpu.requestAdapter().catch(() => null)) ? 'webgpu' : 'no-adapter';
}

/** Where the browser does not tell its memory, a device without a fine pointer counts as having little. */
function isHandheld(): boolean {
  return !matchMedia('(any-pointer: fine)').matches;
}
