import { describe, expect, it } from 'vitest';
import { traceOf } from './testing';
import { viewFor } from './view';

const trace = traceOf('The cat sat on the', 'cat-sat');
const own = { prompt: 'cat-sat', spec: { block: 4, head: 1, position: 3, key: 1 } };

describe('viewFor', () => {
  it('is the specification until the reader chooses', () => {
    expect(viewFor(trace, own, {})).toEqual(own.spec);
  });

  it('leaves open what nobody has set', () => {
    expect(viewFor(trace, { prompt: 'cat-sat', spec: {} }, {})).toEqual({});
  });

  it('puts the choices over the specification', () => {
    expect(viewFor(trace, own, { head: 5, topK: 10 })).toEqual({ block: 4, head: 5, position: 3, key: 1, topK: 10 });
  });

  it('drops the specified key when another row is chosen', () => {
    expect(viewFor(trace, own, { position: 2 })).toEqual({ block: 4, head: 1, position: 2 });
    expect(viewFor(trace, own, { position: 2, key: 0 })).toMatchObject({ position: 2, key: 0 });
  });

  it('uses position and key of the specification only for its own text', () => {
    expect(viewFor(traceOf('a b'), own, {})).toEqual({ block: 4, head: 1 });
  });

  it('stays inside the trace', () => {
    const view = viewFor(trace, own, { block: 11, head: 99, position: 40, key: 30, topK: 100_000 });
    expect(view).toEqual({ block: 5, head: 5, position: 4, key: 4, topK: 50257 });
  });

  it('keeps a key that was chosen to be none', () => {
    expect(viewFor(trace, own, { key: null })).toMatchObject({ position: 3, key: null });
  });
});
