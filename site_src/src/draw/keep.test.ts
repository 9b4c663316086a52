import { expect, test, vi } from 'vitest';
import { explorer } from './explorer/explorer';
import { keep } from './keep';
import { context, drawn, lines } from './testing';

vi.setConfig({ testTimeout: 30_000 }); // drawings take a while where the machine is busy

test('what was made of the same is kept, of anything else made anew; without a store nothing is kept', () => {
  let made = 0;
  const kept = { ...context, kept: new Map() };
  const make = (...of: unknown[]) => keep(kept, 'name', of, () => ++made);
  expect([make(1, 'a'), make(1, 'a'), make(2, 'a'), make(2), make(2)]).toEqual([1, 1, 2, 3, 3]);
  expect([keep(context, 'name', [], () => ++made), keep(context, 'name', [], () => ++made)]).toEqual([4, 5]);
});

test('a picture made of kept parts is the one that is made anew', async () => {
  const kept = { ...context, kept: new Map() };
  const { trace } = await drawn(explorer, { size: 'wide', block: 1 });
  for (const [block, head, position] of [
    [1, 0, 5],
    [1, 2, 5],
    [1, 2, 3],
    [0, 2, 3],
    [0, 2, 4],
    [1, 2, 4],
  ] as const) {
    const { view } = await drawn(explorer, { size: 'wide', block, head, position }, { trace });
    const anew = explorer.draw(trace, view, context);
    expect(lines(explorer.draw(trace, view, kept))).toBe(lines(anew));
  }
});
