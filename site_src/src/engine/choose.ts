import { variantOf, type Manifest, type Provider } from './manifest';
import type { Machine } from './machine';
import type { Choice, ReasonCode } from './types';

export interface Chosen {
  readonly variant: string;
  readonly provider: Provider;
  readonly reason: ReasonCode;
}

/** Models below this size are not worth a coarser variant. */
const SMALL = 32e6;

/** @throws EngineError `unknown-model` for a variant that the model does not have */
export function choose(manifest: Manifest, machine: Machine, { variant, provider = 'auto' }: Choice): Chosen {
  const chosen = variant ?? proposeVariant(manifest, machine);
  variantOf(manifest, chosen);
  return { variant: chosen, ...proposeProvider(machine, provider) };
}

function proposeVariant(manifest: Manifest, { littleMemory, saveData }: Machine): string {
  const finestFirst = Object.entries(manifest.variants).sort(([, a], [, b]) => b.bits - a.bits);
  const finest = finestFirst[0];
  const coarsest = finestFirst.at(-1);
  if (!finest || !coarsest) return 'none'; // variantOf says that there is none
  return finest[1].bytes > SMALL && (saveData || littleMemory) ? coarsest[0] : finest[0];
}

function proposeProvider({ gpu }: Machine, asked: Provider | 'auto'): Omit<Chosen, 'variant'> {
  if (asked === 'wasm') return { provider: 'wasm', reason: 'asked' };
  return { provider: gpu === 'webgpu' ? 'webgpu' : 'wasm', reason: gpu };
}
