import { expect, test, vi } from 'vitest';
import { explorer } from './explorer/explorer';
import { svg } from './element';
import { arrange, keep, redraw } from './keep';
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

test('a shape is redrawn where it stands: only what changed is written', () => {
  const kept = { ...context, kept: new Map() };
  const text = (word: string, fill: string | null): Element =>
    redraw(kept, 'text', 'text', { x: 1, dy: fill ? '1em' : null, fill }, word);
  const first = text('one', 'red');
  const node = first.firstChild;
  expect(first.outerHTML).toBe(svg(context, 'text', { x: 1, dy: '1em', fill: 'red' }, 'one').outerHTML);
  expect(text('two', null)).toBe(first);
  expect([first.textContent, first.firstChild === node]).toEqual(['two', true]);
  expect(['dy', 'fill', 'x'].map((name) => first.getAttribute(name))).toEqual([null, null, '1']);
  expect(redraw(kept, 'other', 'text')).not.toBe(first);
  expect(redraw(context, 'text', 'text')).not.toBe(redraw(context, 'text', 'text'));
});

test('children that stay are not touched; others come, go and change places', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id) => svg(context, 'path', { id })) as [Element, ...Element[]];
  const parent = svg(context, 'g', {}, 'word', a, b!, c!);
  const put = vi.spyOn(parent, 'insertBefore');
  arrange(parent, [a, c!, null]);
  expect(put).not.toHaveBeenCalled();
  for (const children of [[c!, 'x', 'y', a], [d!, a, b!, c!], ['only'], []]) {
    arrange(parent, children);
    expect(parent.outerHTML).toBe(
      svg(
        context,
        'g',
        {},
        ...children.map((child) => (typeof child === 'string' ? child : (child.cloneNode(true) as Element))),
      ).outerHTML,
    );
  }
});
