import { variantOf, type Manifest, type Provider } from './manifest';
import type { Machine } from './machine';
import type { Choice, Reason } from './types';

export interface Chosen {
  readonly variant: string;
  readonly provider: Provider;
  readonly reason: Reason;
}

/** Models below this size are not worth a coarser variant. */
const SMALL = 32e6;

const GPU_LINES = {
  webgpu: 'On the GPU, through WebGPU',
  'no-webgpu': 'On the processor: this browser, or this page without https, has no WebGPU',
  'no-adapter': 'On the processor: WebGPU finds no GPU that it may use',
} as const;

/** @throws EngineError `unknown-model` for a variant that the model does not have */
export function choose(manifest: Manifest, machine: Machine, { variant, provider = 'auto' }: Choice): Chosen {
  const weights = variant === undefined ? proposeVariant(manifest, machine) : { variant, why: 'as chosen' };
  const { bits } = variantOf(manifest, weights.variant);
  const runs = proposeProvider(machine, provider);
  const line = `${runs.line}; ${bits}-bit weights, ${weights.why}.`;
  return { variant: weights.variant, provider: runs.provider, reason: { code: runs.code, line } };
}

function proposeVariant(manifest: Manifest, { littleMemory, saveData }: Machine): { variant: string; why: string } {
  const finestFirst = Object.entries(manifest.variants).sort(([, a], [, b]) => b.bits - a.bits);
  const finest = finestFirst[0];
  const coarsest = finestFirst.at(-1);
  if (!finest || !coarsest) return { variant: 'none', why: '' }; // variantOf says that there is none
  const closest = { variant: finest[0], why: 'the closest to the original' };
  if (finest[1].bytes <= SMALL || finest === coarsest) return closest;
  if (saveData) return { variant: coarsest[0], why: 'the smallest, to save data' };
  if (littleMemory) return { variant: coarsest[0], why: 'the smallest, for a device with little memory' };
  return closest;
}

function proposeProvider({ gpu }: Machine, asked: Provider | 'auto'): { provider: Provider } & Reason {
  if (asked === 'wasm') return { provider: 'wasm', code: 'asked', line: 'On the processor, as chosen' };
  return { provider: gpu === 'webgpu' ? 'webgpu' : 'wasm', code: gpu, line: GPU_LINES[gpu] };
}
