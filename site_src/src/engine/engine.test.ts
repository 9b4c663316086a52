import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WorkerEngine } from './engine';
import type { Reply, Request } from './protocol';
import { exampleManifest } from './testing';
import type { EngineState } from './types';

type Call = Exclude<Request, { call: 'hold' }>;

const root = new URL('http://site.test/some/where/');
const choice = { model: 'example' };
const traced = {
  ids: [1],
  text: 'ab',
  tokens: ['a'],
  words: [],
  unseen: [],
  core: { value: {}, strings: { 1: 'a' } },
  layers: new Map(),
};

/** A worker that says only what a test makes it say. */
class SilentWorker extends EventTarget {
  readonly asked: Request[] = [];
  terminated = false;

  postMessage(request: Request): void {
    this.asked.push(request);
  }

  terminate(): void {
    this.terminated = true;
  }

  last(call: Call['call']): Call {
    return this.asked.findLast((request): request is Call => request.call === call)!;
  }

  say(reply: Reply): void {
    this.dispatchEvent(new MessageEvent('message', { data: reply }));
  }
}

let workers: SilentWorker[];
let engine: WorkerEngine;
let states: string[];

beforeEach(() => {
  const answer = (body: unknown): Response => new Response(JSON.stringify(body));
  vi.stubGlobal('fetch', () => Promise.resolve(answer(exampleManifest({ q8: 100 }))));
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  vi.stubGlobal('navigator', {});
  workers = [];
  states = [];
  engine = new WorkerEngine(root, () => {
    const worker = new SilentWorker();
    workers.push(worker);
    return worker as unknown as Worker;
  });
  engine.status.subscribe(({ name }) => states.push(name));
});

afterEach(() => vi.unstubAllGlobals());

const worker = (): SilentWorker => workers.at(-1)!;
/** What the newest worker that lives was asked. */
const asked = (call: Call['call']): Promise<Call> =>
  vi.waitFor(() => workers.findLast(({ terminated }) => !terminated)?.last(call) ?? expect.fail(call));

async function load(): Promise<void> {
  const loading = engine.load(choice);
  const { id } = await asked('load');
  worker().say({ id, kind: 'progress', state: { name: 'starting' } });
  worker().say({ id, kind: 'done', answer: { provider: 'wasm', changed: null } });
  await loading;
}

async function failRun(code: 'run-failed' | 'too-long'): Promise<unknown> {
  const running = engine.trace('a').catch((error: unknown) => error);
  worker().say({ id: worker().last('trace').id, kind: 'failed', error: { code, message: 'It failed.' } });
  return running;
}

describe('loading', () => {
  test('goes through its states', async () => {
    await load();
    expect(states).toEqual(['downloading', 'starting', 'ready']);
    expect(engine.loaded).toMatchObject({ variant: 'q8', provider: 'wasm' });
  });

  test('the same again asks the worker nothing', async () => {
    await load();
    await engine.load(choice);
    expect(worker().asked.filter(({ call }) => call === 'load')).toHaveLength(1);
  });

  test('runs the plan that the reader agreed to, and counts towards its total from the start', async () => {
    const plan = { ...(await engine.plan(choice)), bytes: 12345 };
    vi.stubGlobal('fetch', () => Promise.reject(new Error('planned a second time')));
    const shown: EngineState[] = [];
    const loading = engine.load({ ...choice, plan, onProgress: (state) => shown.push(state) });
    expect(await asked('load')).toMatchObject({ ask: { variant: 'q8', provider: 'wasm', bytes: 12345 } });
    expect(shown).toEqual([{ name: 'downloading', loaded: 0, total: 12345 }]);
    engine.dispose();
    await expect(loading).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('a cancel while the session starts ends the worker, which could not hear it', async () => {
    const stop = new AbortController();
    const loading = engine.load({ ...choice, signal: stop.signal });
    const { id } = await asked('load');
    worker().say({ id, kind: 'progress', state: { name: 'starting' } });
    stop.abort();
    await expect(loading).rejects.toMatchObject({ name: 'AbortError' });
    expect(worker().terminated).toBe(true);
    expect(engine.status.current.name).toBe('idle');
  });
});

describe('running', () => {
  test('needs a loaded model', async () => {
    await expect(engine.trace('a')).rejects.toMatchObject({ code: 'not-loaded' });
  });

  test('the newest text wins', async () => {
    await load();
    const first = engine.trace('a');
    const { id: cancelled } = worker().last('trace');
    const second = engine.trace('ab');
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    expect(worker().last('cancel').id).toBe(cancelled);
    expect(engine.status.current.name).toBe('running');
    worker().say({ id: worker().last('trace').id, kind: 'done', answer: traced });
    expect((await second).meta.text).toBe('ab');
    expect(engine.status.current.name).toBe('ready');
  });

  test('an error of the text leaves the model running', async () => {
    await load();
    expect(await failRun('too-long')).toMatchObject({ code: 'too-long' });
    expect(engine.status.current.name).toBe('ready');
    expect(worker().terminated).toBe(false);
  });

  test('a failed run ends the worker; a load starts another', async () => {
    await load();
    expect(await failRun('run-failed')).toMatchObject({ code: 'run-failed' });
    expect(engine.status.current).toMatchObject({ name: 'failed', error: { code: 'run-failed' } });
    expect(workers[0]!.terminated).toBe(true);
    await load();
    expect(workers).toHaveLength(2);
    expect(engine.status.current.name).toBe('ready');
  });

  test('a worker that dies fails what waits for it', async () => {
    await load();
    const running = engine.trace('a');
    worker().dispatchEvent(new Event('error'));
    await expect(running).rejects.toMatchObject({ code: 'worker-died' });
    expect(engine.status.current.name).toBe('failed');
    expect(engine.loaded).toBeNull();
  });

  test('the processor takes over from a GPU that goes away', async () => {
    await load();
    worker().say({ kind: 'provider', provider: 'wasm', reason: 'device-lost' });
    expect(engine.loaded).toMatchObject({ provider: 'wasm', reason: 'device-lost' });
  });

  test('a layer that the trace lacks is asked for once', async () => {
    await load();
    const running = engine.trace('a');
    worker().say({ id: worker().last('trace').id, kind: 'done', answer: traced });
    const trace = await running;
    const layers = [trace.layer(1), trace.layer(1)];
    expect(worker().last('layer')).toMatchObject({ ask: { ids: [1], layer: 1 } });
    worker().say({ id: worker().last('layer').id, kind: 'done', answer: {} as never });
    expect(await layers[0]).toBe(await layers[1]);
    expect(trace.loadedLayer(1)).not.toBeNull();
    expect(worker().asked.filter(({ call }) => call === 'layer')).toHaveLength(1);
  });
});

test('disposing rejects what waits and what comes', async () => {
  await load();
  const running = engine.trace('a');
  engine.dispose();
  await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  await expect(engine.load(choice)).rejects.toMatchObject({ code: 'disposed' });
  expect(worker().terminated).toBe(true);
});
