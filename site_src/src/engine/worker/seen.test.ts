import { expect, test } from 'vitest';
import { unseenAt } from './seen';

test('names the places of tokens that training never saw', async () => {
  const seen = () => Promise.resolve((id: number) => id < 3);
  expect(await unseenAt(seen, [0, 5, 2, 3])).toEqual([1, 3]);
});

test('claims nothing where the list cannot be had', async () => {
  expect(await unseenAt(() => Promise.reject(new Error('offline')), [0, 5])).toEqual([]);
});
