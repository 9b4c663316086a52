import { describe, expect, it } from 'vitest';
import { Guide } from './guide';

const stops = [
  { show: { prompt: 'cat-sat' }, point: 'tokens' },
  { show: { prompt: 'cat-sat', part: 'mlp' }, point: 'first' },
];

function start(): Guide {
  const guide = new Guide();
  guide.offer(stops);
  return guide;
}

describe('Guide', () => {
  it('leads to a stop, and away', () => {
    const guide = start();
    guide.go(2);
    expect(guide.state).toMatchObject({ step: 2, show: stops[1]!.show, point: 'first' });
    guide.go(null);
    expect(guide.state).toMatchObject({ step: null, show: null, point: null });
  });

  it('shows the view of an address instead of the stop’s own', () => {
    const guide = start();
    guide.go(2, { block: 4 });
    expect(guide.state).toMatchObject({ step: 2, show: { block: 4 }, point: 'first' });
  });

  it('has no step beyond the last', () => {
    const guide = start();
    guide.go(3);
    expect(guide.state).toMatchObject({ step: null, show: null });
  });

  it('waits for a tour that comes into the page later', () => {
    const guide = new Guide();
    guide.go(2, { block: 1 });
    expect(guide.state).toMatchObject({ step: 2, show: null });
    const leave = guide.offer(stops);
    expect(guide.state).toMatchObject({ step: 2, show: { block: 1 }, point: 'first' });
    leave();
    expect(guide.state.step).toBeNull();
  });

  it('gives the reader’s own view back', () => {
    const guide = start();
    guide.back();
    expect(guide.state.show).toBeNull();
    guide.keep({ text: 'mine' });
    guide.go(1);
    guide.go(null);
    guide.back();
    expect(guide.state).toEqual({ step: null, show: { text: 'mine' }, point: null, before: null });
  });
});
