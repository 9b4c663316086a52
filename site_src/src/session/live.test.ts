import { describe, expect, it, vi } from 'vitest';
import { EngineError } from '../engine/errors';
import { Live, type LiveState } from './live';
import { FakeEngine, plan, traceOf } from './testing';

function start() {
  const engine = new FakeEngine();
  const create = vi.fn(() => Promise.resolve(engine));
  const live = new Live(create, null);
  const names: LiveState['name'][] = [];
  live.subscribe((state) => names.push(state.name));
  return { engine, create, live, names };
}

describe('Live', () => {
  it('fetches nothing before the reader asks', () => {
    const { create, live } = start();
    expect(live.state.name).toBe('off');
    expect(create).not.toHaveBeenCalled();
  });

  it('says what it would download before it does', async () => {
    const { live, names } = start();
    await live.ask('embedded');
    expect(live.state).toEqual({ name: 'offered', model: 'embedded', plan });
    live.decline();
    expect(names).toEqual(['planning', 'offered', 'off']);
  });

  it('loads what was offered, with progress', async () => {
    const { live, names } = start();
    await live.ask('embedded');
    expect(await live.accept()).toBe(true);
    expect(names).toEqual(['planning', 'offered', 'loading', 'loading', 'on']);
    expect(live.runs('embedded')).toBe(true);
    expect(live.runs('other')).toBe(false);
  });

  it('offers the model that the reader turns to, and tells pages of others nothing of it', async () => {
    const { live } = start();
    await live.ask('embedded');
    await live.accept();
    live.settings.change({ model: 'second' });
    await vi.waitFor(() => expect(live.state).toMatchObject({ name: 'offered', model: 'second' }));
    expect(live.stateFor('second')).toBe(live.state);
    expect(live.stateFor('embedded')).toEqual({ name: 'off' });
    await live.accept();
    expect(live.stateFor('embedded')).toEqual({ name: 'off' });
    live.settings.change({ model: null });
  });

  it('can be cancelled while it downloads, and asked again', async () => {
    const { engine, live } = start();
    engine.holdLoad = true;
    await live.ask('embedded');
    const accepted = live.accept();
    await vi.waitFor(() => expect(live.state).toMatchObject({ name: 'loading', engine: { loaded: 5_000_000 } }));
    live.cancel();
    expect(await accepted).toBe(false);
    expect(live.state.name).toBe('off');
    engine.holdLoad = false;
    await live.ask('embedded');
    expect(await live.accept()).toBe(true);
  });

  it('keeps the plan after a failed download, so that trying again is one step', async () => {
    const { engine, live } = start();
    engine.failure = new EngineError('network', 'a shard answered 404');
    await live.ask('embedded');
    expect(await live.accept()).toBe(false);
    expect(live.state).toMatchObject({ name: 'failed', code: 'network', plan, message: 'a shard answered 404' });
    engine.failure = null;
    expect(await live.tryAgain()).toBe(true);
  });

  it('loads the plan that the reader agreed to, and after a failure asks before it loads more', async () => {
    const { engine, live } = start();
    engine.failure = new EngineError('network', 'a shard answered 404');
    await live.ask('embedded');
    await live.accept();
    expect(engine.loadedPlan).toBe(plan);
    engine.failure = null;
    const larger = { ...plan, bytes: plan.bytes + 1 };
    engine.planned = Promise.resolve(larger);
    expect(await live.tryAgain()).toBe(false);
    expect(live.state).toEqual({ name: 'offered', model: 'embedded', plan: larger });
    await live.accept();
    expect(engine.loadedPlan).toBe(larger);
  });

  it('can be cancelled while it plans', async () => {
    const { engine, live, names } = start();
    engine.planned = new Promise(() => undefined);
    const asked = live.ask('embedded');
    live.cancel();
    expect(live.state.name).toBe('off');
    await asked;
    expect(names).toEqual(['planning', 'off']);
  });

  it('asks for the engine again when its module could not be fetched', async () => {
    const { create, live } = start();
    create.mockRejectedValueOnce(new TypeError('Failed to fetch dynamically imported module'));
    await live.ask('embedded');
    expect(live.state).toMatchObject({ name: 'failed', code: 'network', plan: null });
    await live.ask('embedded');
    expect(live.state.name).toBe('offered');
  });

  it('says so when the engine moved to another provider in mid-run', async () => {
    const { engine, live } = start();
    await live.ask('embedded');
    await live.accept();
    const run = live.trace('a', new AbortController().signal);
    await vi.waitFor(() => expect(engine.runs).toHaveLength(1));
    const reason = 'device-lost';
    engine.loaded = { ...engine.loaded!, provider: 'wasm', reason };
    engine.runs[0]?.done(traceOf('a'));
    await run;
    expect(live.state).toMatchObject({ name: 'on', loaded: { reason } });
  });

  it('leaves the running state when the worker dies in a run', async () => {
    const { engine, live } = start();
    await live.ask('embedded');
    await live.accept();
    const run = live.trace('a', new AbortController().signal);
    await vi.waitFor(() => expect(engine.runs).toHaveLength(1));
    engine.runs[0]?.failed(new EngineError('worker-died', 'the worker ended'));
    await expect(run).rejects.toThrow('the worker ended');
    expect(live.state).toMatchObject({ name: 'failed', code: 'worker-died', plan });
  });

  it('stays unavailable where the browser lacks something', async () => {
    const live = new Live(() => Promise.reject(new Error('must not be called')), 'no-wasm');
    await live.ask('embedded');
    expect(live.state).toEqual({ name: 'unavailable', obstacle: 'no-wasm' });
  });
});
