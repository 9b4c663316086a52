import { createHash } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { sha256 } from './sha256';

const bytes = Uint8Array.from({ length: 100_003 }, (_, i) => (i * 31) % 251);
const expected = createHash('sha256').update(bytes).digest('hex');

test('the browser computes the sha256', async () => {
  expect(await sha256(bytes)).toBe(expected);
  expect(await sha256(new Uint8Array(0))).toBe(createHash('sha256').digest('hex'));
});

test('without crypto.subtle, as on plain http, the same comes out', async () => {
  vi.stubGlobal('crypto', {});
  expect(await sha256(bytes)).toBe(expected);
  vi.unstubAllGlobals();
});
