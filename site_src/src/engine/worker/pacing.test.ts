import { describe, expect, test, vi } from 'vitest';
import { isAbort } from '../errors';
import { breathe, inParallel, oneAtATime, pause } from './pacing';

const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

describe('inParallel', () => {
  test('works on every item, never on more than the limit', async () => {
    const done: number[] = [];
    let now = 0;
    let most = 0;
    await inParallel([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      most = Math.max(most, ++now);
      await tick();
      now--;
      done.push(item);
    });
    expect(most).toBe(3);
    expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('the first failure ends it: what waited is not begun', async () => {
    const begun: number[] = [];
    const work = async (item: number): Promise<void> => {
      begun.push(item);
      await tick();
      if (item === 1) throw new Error('no');
    };
    await expect(inParallel([1, 2, 3, 4, 5], 2, work)).rejects.toThrow('no');
    await tick();
    expect(begun).toEqual([1, 2]);
  });
});

test('oneAtATime keeps the order, also after a failure', async () => {
  const inTurn = oneAtATime();
  const seen: string[] = [];
  const first = inTurn(async () => {
    await tick();
    seen.push('first');
    throw new Error('no');
  });
  const second = inTurn(() => Promise.resolve(seen.push('second')));
  await expect(first).rejects.toThrow('no');
  await second;
  expect(seen).toEqual(['first', 'second']);
});

describe('pause', () => {
  test('ends early when the connection is back, and when it is aborted', async () => {
    vi.stubGlobal('addEventListener', (name: string, listener: () => void) => {
      if (name === 'online') setTimeout(listener, 1);
    });
    await pause(1e6, new AbortController().signal);
    vi.stubGlobal('addEventListener', () => undefined);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 1);
    expect(await pause(1e6, stop.signal).catch(isAbort)).toBe(true);
    expect(await pause(1e6, AbortSignal.abort()).catch(isAbort)).toBe(true);
    vi.unstubAllGlobals();
  });
});

test('breathe lets a cancel in', async () => {
  const stop = new AbortController();
  await breathe(stop.signal);
  stop.abort();
  expect(await breathe(stop.signal).catch(isAbort)).toBe(true);
});
