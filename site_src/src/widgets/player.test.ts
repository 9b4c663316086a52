import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Player } from './player';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('plays from the start where the end is shown, and stops at the end', () => {
  const shown: number[] = [];
  const player = new Player((step) => shown.push(step));
  player.play(2, 2);
  expect([shown, player.plays]).toEqual([[0], true]);
  vi.advanceTimersByTime(10_000);
  expect([shown, player.plays]).toEqual([[0, 1, 2], false]);
});

test('goes on from where it is, and pauses', () => {
  const shown: number[] = [];
  const player = new Player((step) => shown.push(step));
  player.play(1, 5);
  vi.advanceTimersByTime(1500);
  player.pause();
  vi.advanceTimersByTime(10_000);
  expect([shown, player.plays]).toEqual([[2, 3], false]);
});

test('one step from the end there is nothing left to play', () => {
  const shown: number[] = [];
  const player = new Player((step) => shown.push(step));
  player.play(4, 5);
  expect([shown, player.plays]).toEqual([[5], false]);
  player.play(0, 0);
  expect(shown).toEqual([5]);
});
