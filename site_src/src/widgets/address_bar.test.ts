// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AddressBar } from './address_bar';

beforeEach(() => {
  vi.useFakeTimers();
  history.replaceState(null, '', '#');
});
afterEach(() => vi.useRealTimers());

test('of changes that follow fast the first is written at once, and then the last', () => {
  const bar = new AddressBar(() => undefined);
  const written = vi.spyOn(history, 'replaceState');
  for (const block of [1, 2, 3]) bar.write({ block });
  expect(location.hash).toBe('#block=1');
  vi.advanceTimersByTime(600);
  expect(location.hash).toBe('#block=3');
  expect(written).toHaveBeenCalledTimes(2);
  bar.write({ block: 4 });
  bar.write({ block: 5 });
  expect(bar.address).toEqual({ block: 5 }); // whoever asks gets what is shown
  written.mockRestore();
});

test('what waits to be written belongs to the entry that it was shown at', () => {
  const bar = new AddressBar(() => undefined);
  const stop = bar.listen();
  bar.write({ block: 1 });
  bar.write({ block: 2 });
  history.replaceState(null, '', '#block=9'); // as when the reader goes back
  dispatchEvent(new PopStateEvent('popstate'));
  vi.advanceTimersByTime(600);
  expect(location.hash).toBe('#block=9');
  bar.write({ block: 3 });
  bar.write({ block: 4 });
  const pushed = vi.spyOn(history, 'pushState').mockImplementation(() => expect(location.hash).toBe('#block=4'));
  bar.push({ part: 'mlp' }, true);
  expect(pushed).toHaveBeenCalledOnce();
  stop();
});
