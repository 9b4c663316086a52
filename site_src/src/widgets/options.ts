import { visibleToken } from '../core/token';
import type { Option } from './controls';

/** Tokens to choose from, numbered from 0 as everywhere. */
export function tokenOptions(tokens: readonly string[]): Option[] {
  return tokens.map((token, value) => ({ value, label: `${value}  ${visibleToken(token)}` }));
}

/** Things counted from 0: blocks, heads. */
export function numbers(count: number): Option[] {
  return Array.from({ length: count }, (_, value) => ({ value, label: String(value) }));
}
