import { writeAddress, type Address } from '../core/address';
import type { View } from '../core/types';
import type { Trace } from '../trace/types';
import type { Part } from './explorer/parts';

/** Where the explorer shows what a kind of figure shows. */
interface Place {
  /** What of the view its address says; a seed where what is shown has one. */
  readonly says: readonly (keyof View | 'seed')[];
  /** The part that is unfolded; null: the picture of the whole. */
  readonly part: (view: Readonly<Record<string, unknown>>) => Part | null;
}

const POSITION = ['position'] as const;
const BLOCK = ['block', 'position'] as const;
const HEAD = ['block', 'head', 'position'] as const;
const NORMS: Readonly<Record<string, Part>> = { ln_1: 'ln1', ln_2: 'ln2', ln_f: 'final' };

/** Kinds that are not here show what the explorer does not; the tables of kinds say why (`unexplored`). */
const PLACES: Readonly<Record<string, Place>> = {
  tokens: { says: POSITION, part: () => 'tokens' },
  bpe: { says: POSITION, part: () => 'tokens' },
  embedding: { says: POSITION, part: () => 'embedding' },
  neighbours: { says: POSITION, part: () => 'embedding' },
  residual: { says: BLOCK, part: () => null },
  lens: { says: BLOCK, part: () => null },
  layernorm: { says: BLOCK, part: ({ which }) => NORMS[String(which)] ?? null },
  qkv: { says: HEAD, part: () => 'qkv' },
  attention: {
    says: [...HEAD, 'key'],
    part: ({ show }) => (show === 'heads' || show === 'all' ? null : 'attention'),
  },
  mlp: { says: BLOCK, part: () => 'mlp' },
  probabilities: { says: [...POSITION, 'temperature', 'topK', 'topP'], part: () => 'probabilities' },
  generate: { says: ['temperature', 'topK', 'topP', 'seed'], part: () => 'probabilities' },
  surprise: { says: POSITION, part: () => null },
  precision: { says: [], part: () => 'probabilities' },
};

/** What the explorer leaves out of an address, since it is so anyway. */
const USUAL: Partial<View & { readonly seed: number }> = { temperature: 1 };

/** The same view in the explorer, as the fragment of its address; null where it has nothing like it. */
export function fragmentOf(kind: string, trace: Trace, view: View, model?: string): string | null {
  const place = PLACES[kind];
  if (!place) return null;
  const { prompt, text } = trace.meta;
  const part = place.part(view as unknown as Readonly<Record<string, unknown>>);
  const shown: Partial<View & { readonly seed: number }> = view;
  const said = place.says.filter((name) => shown[name] !== USUAL[name]).map((name) => [name, shown[name]]);
  const address: Address = {
    ...(model === undefined ? {} : { model }),
    ...(prompt === null ? { text } : { prompt }),
    ...(part === null ? {} : { part }),
    ...(Object.fromEntries(said) as Partial<View>),
  };
  return writeAddress(address);
}
