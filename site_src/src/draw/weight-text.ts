import { formatNumber } from '../core/numbers';
import type { Head } from './head';

/** The smallest normal half: below it a stored weight has fewer than the three digits that are written. */
const SMALLEST_NORMAL_HALF = 2 ** -14;

/** A weight with no more digits than are known. Only a masked one reads 0. */
export function weightText(head: Head, query: number, key: number, digits = 3): string {
  if (key > query) return '0';
  const weight = head.value('pattern', query, key);
  if (head.hasScores) return formatNumber(weight, digits);
  return weight < SMALLEST_NORMAL_HALF ? '<0.0001' : formatNumber(weight);
}
