import type { View } from './types';

/** What a link to the explorer says, in the words of a fence: `#prompt=cat-sat&block=2&part=mlp&top_k=5`. */
export interface Address extends Partial<View> {
  readonly model?: string;
  readonly prompt?: string;
  /** The reader's own text. */
  readonly text?: string;
  /** The part that is unfolded. */
  readonly part?: string;
  readonly seed?: number;
  /** How many tokens are written after the text. */
  readonly written?: number;
  /** Step of the tour, counted from 1. */
  readonly tour?: number;
}

const WORDS = ['model', 'prompt', 'text', 'part'] as const;
const NUMBERS = {
  block: 'block',
  head: 'head',
  position: 'position',
  key: 'key',
  temperature: 'temperature',
  topK: 'top_k',
  topP: 'top_p',
  seed: 'seed',
  written: 'written',
  tour: 'tour',
} as const satisfies Partial<Record<keyof Address, string>>;

/** The fragment of an address, `#` included; empty where nothing is said. What is null is left out. */
export function writeAddress(address: Address): string {
  const fields = new URLSearchParams();
  for (const name of WORDS) if (address[name] !== undefined) fields.set(name, address[name]);
  for (const [name, field] of Object.entries(NUMBERS)) {
    const value = address[name as keyof typeof NUMBERS];
    if (value !== undefined && value !== null) fields.set(field, String(value));
  }
  const text = fields.toString();
  return text && `#${text}`;
}

/** What a fragment says; what it says wrongly is left out. */
export function readAddress(fragment: string): Address {
  const fields = new URLSearchParams(fragment.replace(/^#/, ''));
  const words = WORDS.map((name) => [name, fields.get(name)] as const);
  const numbers = Object.entries(NUMBERS).map(([name, field]) => [name, numberOf(fields.get(field))] as const);
  return Object.fromEntries([...words, ...numbers].filter(([, value]) => value !== null)) as Address;
}

function numberOf(text: string | null): number | null {
  const value = Number(text);
  return text === null || text.trim() === '' || !Number.isFinite(value) || value < 0 ? null : value;
}
