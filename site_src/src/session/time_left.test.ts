import { expect, test } from 'vitest';
import { TimeLeft } from './time_left';

test('follows the rate of the last seconds', () => {
  const left = new TimeLeft();
  expect(left.after(0, 1000, 0)).toBeNull();
  expect(left.after(50, 1000, 1000)).toBeNull(); // too early to say
  expect(left.after(100, 1000, 2000)).toBe(18);
  for (let at = 3000; at <= 10_000; at += 1000) left.after(100 + (at - 2000) / 10, 1000, at);
  expect(left.after(1000, 2000, 11_000)).toBe(10); // the slow start has left the window
});

test('says nothing while nothing comes, and starts anew when a file is fetched again', () => {
  const left = new TimeLeft();
  left.after(0, 1000, 0);
  left.after(500, 1000, 2000);
  expect(left.after(500, 1000, 10_000)).toBeNull();
  expect(left.after(100, 1000, 11_000)).toBeNull();
});
