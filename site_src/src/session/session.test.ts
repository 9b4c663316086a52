import { describe, expect, it, vi } from 'vitest';
import { EngineError } from '../engine/errors';
import { Live } from './live';
import { Session } from './session';
import { FakeEngine, FakeLibrary, traceOf } from './testing';

const own = { model: 'embedded', prompt: 'cat-sat' };

function start() {
  const engine = new FakeEngine();
  const live = new Live(() => Promise.resolve(engine), null);
  return { engine, live, session: new Session(new FakeLibrary(), live) };
}

async function startLive() {
  const parts = start();
  await parts.live.ask('embedded');
  await parts.live.accept();
  return parts;
}

describe('Session', () => {
  it('tells its figures of each choice', () => {
    const { session } = start();
    const listener = vi.fn();
    const stop = session.subscribe(listener);
    session.set({ block: 2 });
    session.set({ position: 1, key: 0 });
    expect(session.state.choices).toEqual({ block: 2, position: 1, key: 0 });
    stop();
    session.set({ block: 3 });
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it('gives choices back to the figures', () => {
    const { session } = start();
    session.set({ block: 2, temperature: 0.5 });
    session.forget(['temperature', 'topK']);
    expect(session.state.choices).toEqual({ block: 2 });
  });

  it.each([
    [{ temperature: 2.5 }, 'temperature is 2.5: expected a number from 0 to 2'],
    [{ topP: 0 }, 'topP is 0: expected null or a number above 0, at most 1'],
    [{ topK: 1.5 }, 'topK is 1.5: expected null or a whole number from 1'],
    [{ head: -1 }, 'head is -1: expected a whole number from 0'],
    [{ head: NaN }, 'head is NaN: expected a whole number from 0'],
  ])('refuses %o', (choices, message) => {
    expect(() => start().session.set(choices)).toThrow(new RangeError(message));
  });

  it('shows each figure its own example until the reader chooses one', async () => {
    const { session } = start();
    expect((await session.traceFor(own)).meta.prompt).toBe('cat-sat');
    session.set({ position: 2, key: 1, block: 4 });
    session.chooseExample('paris');
    expect((await session.traceFor(own)).meta.prompt).toBe('paris');
    expect(session.state.choices).toEqual({ block: 4 });
  });

  it('keeps a text that cannot run yet, and shows the example', async () => {
    const { session } = start();
    await session.write('my own text', 'embedded');
    expect(session.state).toMatchObject({ text: 'my own text', trace: null, run: { name: 'idle' } });
    expect((await session.traceFor(own)).meta.source).toBe('precomputed');
  });

  it('lets the newest text win, whichever run ends first', async () => {
    const { engine, session } = await startLive();
    const writes = ['a', 'a b', 'a b c'].map((text) => session.write(text, 'embedded'));
    await vi.waitFor(() => expect(engine.runs).toHaveLength(3));
    expect(session.state.run.name).toBe('running');
    engine.runs[2]?.done(traceOf('a b c'));
    engine.runs[0]?.done(traceOf('a'));
    engine.runs[1]?.failed(new DOMException('newer', 'AbortError'));
    await Promise.all(writes);
    expect(session.state).toMatchObject({ text: 'a b c', run: { name: 'idle' } });
    expect((await session.traceFor(own)).meta.text).toBe('a b c');
  });

  it('keeps the last good trace when a text cannot be run', async () => {
    const { engine, session } = await startLive();
    const first = session.write('a b', 'embedded');
    await vi.waitFor(() => expect(engine.runs).toHaveLength(1));
    engine.runs[0]?.done(traceOf('a b'));
    await first;
    const second = session.write('', 'embedded');
    await vi.waitFor(() => expect(engine.runs).toHaveLength(2));
    engine.runs[1]?.failed(new EngineError('empty', 'The text is empty.'));
    await second;
    expect(session.state.run).toEqual({ name: 'failed', code: 'empty' });
    expect((await session.traceFor(own)).meta.text).toBe('a b');
  });

  it('drops the chosen token when a longer text arrives, keeps block and temperature', async () => {
    const { engine, session } = await startLive();
    session.set({ position: 0, block: 3, temperature: 0.8 });
    const write = session.write('a b', 'embedded');
    await vi.waitFor(() => expect(engine.runs).toHaveLength(1));
    engine.runs[0]?.done(traceOf('a b'));
    await write;
    expect(session.state.choices).toEqual({ block: 3, temperature: 0.8 });
  });

  it('goes back to the examples, also in the middle of a run', async () => {
    const { engine, session } = await startLive();
    const write = session.write('a b', 'embedded');
    await vi.waitFor(() => expect(engine.runs).toHaveLength(1));
    session.backToExamples();
    engine.runs[0]?.done(traceOf('a b'));
    await write;
    expect(session.state).toMatchObject({ text: null, trace: null, run: { name: 'idle' } });
    expect((await session.traceFor(own)).meta.prompt).toBe('cat-sat');
  });
});
