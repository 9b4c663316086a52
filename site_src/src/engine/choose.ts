import { largestTensor, variantOf, type Manifest, type Provider } from './manifest';
import type { Machine } from './machine';
import type { Choice, ReasonCode, VariantReason } from './types';

export interface Chosen {
  readonly variant: string;
  readonly variantReason: VariantReason;
  readonly provider: Provider;
  readonly reason: ReasonCode;
  /** The processor runs the graph with quantized products: the weights stay as small as they are, and each step is slower. */
  readonly lowMemory: boolean;
  /** Of the processor. */
  readonly threads: number;
}

/** Models below this size are not worth a coarser variant. */
const SMALL = 32e6;
/** Weights that take less than this in float32 fit into the memory of any device. */
const FITS_ANYWHERE = 200e6;

/** @throws EngineError `unknown-model` for a variant that the model does not have */
export function choose(manifest: Manifest, machine: Machine, choice: Choice): Chosen {
  const proposed = choice.variant ? { variant: choice.variant, variantReason: 'asked' as const } : null;
  const { variant, variantReason } = proposed ?? proposeVariant(manifest, machine);
  return {
    variant,
    variantReason,
    ...proposeProvider(manifest, variant, machine, choice.provider ?? 'auto'),
    lowMemory: !variantOf(manifest, variant).graphs.wasm || (choice.lowMemory ?? isTooLarge(manifest, machine)),
    threads: Math.max(1, Math.min(choice.threads ?? 1, machine.threads)),
  };
}

const isTooLarge = (manifest: Manifest, machine: Machine): boolean =>
  machine.littleMemory && 4 * manifest.model.parameters > FITS_ANYWHERE;

function proposeVariant(
  manifest: Manifest,
  { littleMemory, saveData }: Machine,
): Pick<Chosen, 'variant' | 'variantReason'> {
  const finestFirst = Object.entries(manifest.variants).sort(([, a], [, b]) => b.bits - a.bits);
  const finest = finestFirst[0];
  const coarsest = finestFirst.at(-1);
  if (!finest || !coarsest) return { variant: 'none', variantReason: 'closest' }; // variantOf says that there is none
  if (finest[1].bytes <= SMALL) return { variant: finest[0], variantReason: 'small' };
  if (saveData) return { variant: coarsest[0], variantReason: 'save-data' };
  if (littleMemory) return { variant: coarsest[0], variantReason: 'little-memory' };
  return { variant: finest[0], variantReason: 'closest' };
}

function proposeProvider(
  manifest: Manifest,
  variant: string,
  { gpu, gpuBinding }: Machine,
  asked: Provider | 'auto',
): Pick<Chosen, 'provider' | 'reason'> {
  if (asked === 'wasm') return { provider: 'wasm', reason: 'asked' };
  if (gpu !== 'webgpu') return { provider: 'wasm', reason: gpu };
  if (largestTensor(variantOf(manifest, variant)) > gpuBinding) return { provider: 'wasm', reason: 'gpu-limits' };
  return { provider: 'webgpu', reason: asked === 'webgpu' ? 'asked' : 'webgpu' };
}
