import { describe, expect, it } from 'vitest';
import { traceOf } from './testing';
import { viewOf } from './view';

const trace = traceOf('The cat sat on the', 'cat-sat');
const own = { prompt: 'cat-sat', spec: { block: 4, head: 1, position: 3, key: 1 } };

describe('viewOf', () => {
  it('is the specification until the reader chooses', () => {
    const view = { block: 4, head: 1, position: 3, key: 1, temperature: 1, topK: null, topP: null };
    expect(viewOf(trace, own, {})).toEqual(view);
  });

  it('looks at the last token where nothing says otherwise', () => {
    expect(viewOf(trace, { prompt: 'cat-sat', spec: {} }, {})).toMatchObject({
      block: 0,
      head: 0,
      position: 4,
      key: null,
    });
  });

  it('puts the choices over the specification', () => {
    expect(viewOf(trace, own, { head: 5, topK: 10 })).toMatchObject({ block: 4, head: 5, topK: 10 });
  });

  it('drops the specified key when another row is chosen', () => {
    expect(viewOf(trace, own, { position: 2 })).toMatchObject({ position: 2, key: null });
  });

  it('uses position and key of the specification only for its own text', () => {
    expect(viewOf(traceOf('a b'), own, {})).toMatchObject({ block: 4, position: 1, key: null });
  });

  it('stays inside the trace, and under the causal mask', () => {
    const view = viewOf(trace, own, { block: 11, head: 99, position: 40, key: 30, topK: 100_000 });
    expect(view).toMatchObject({ block: 5, head: 5, position: 4, key: 4, topK: 50257 });
    expect(viewOf(trace, own, { position: 1, key: 3 }).key).toBe(1);
  });
});
