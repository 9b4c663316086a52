import { expect, test } from 'vitest';
import { seenIn } from './seen_tokens';

test('reads the bit of each token', () => {
  const seen = seenIn(Uint8Array.of(0b0000_0101, 0b1000_0000));
  expect(Array.from({ length: 16 }, (_, id) => id).filter(seen)).toEqual([0, 2, 15]);
  expect(seen(16)).toBe(false);
});
