import { beforeEach, expect, test, vi } from 'vitest';
import { lotOf, USUAL } from '../core/generation';
import { EngineError } from '../engine/errors';
import { fixtureTrace } from '../trace/fixture';
import { stagedTrace } from '../trace/fixture_stages';
import { Live } from './live';
import { FakeEngine } from './testing';
import { completes, Writing } from './writing';

let engine: FakeEngine;
let live: Live;
let writing: Writing;

beforeEach(() => {
  engine = new FakeEngine();
  live = new Live(() => Promise.resolve(engine), null);
  writing = new Writing(live);
});

async function runModel(): Promise<void> {
  await live.ask('embedded');
  await live.accept();
}

const ids = (): number[] => writing.state.line.map(({ id }) => id);
const fast = { ...USUAL, temperature: 1.2, topK: null };

test('begins with what is stored after the text, and goes through it without a model', async () => {
  await writing.follow(stagedTrace(), 'embedded');
  const stored = ids();
  expect(stored).toHaveLength(4);
  expect(writing.usual).toEqual({ temperature: 0.8, topK: 30, topP: null, seed: 5 });
  expect(writing.changed).toBe(false);
  writing.back();
  writing.back();
  expect(ids()).toEqual(stored.slice(0, 2));
  await writing.step(writing.usual);
  expect(ids()).toEqual(stored.slice(0, 3));
  await writing.play(() => writing.usual, 5);
  expect(ids()).toEqual(stored);
  expect(writing.state).toMatchObject({ halt: { why: 'not-live' }, target: null, busy: false });
  expect(engine.asked).toEqual([]);
});

test('stops where a text is written, and goes on from there', async () => {
  await writing.follow(stagedTrace(), 'embedded');
  const words = writing.state.line.map(({ string }) => string);
  const stop = words[1]!.slice(0, -1) || words[1]!; // it may end within a token
  writing.restart();
  writing.setStop(stop);
  expect(writing.changed).toBe(true);
  await writing.play(() => writing.usual, 4);
  expect(writing.state).toMatchObject({ halt: { why: 'stop', text: stop }, target: null, busy: false });
  expect(words.slice(0, writing.state.line.length).join('')).toContain(stop);
  expect(words.slice(0, writing.state.line.length - 1).join('')).not.toContain(stop);
  writing.setStop('');
  await writing.play(() => writing.usual, 4 - writing.state.line.length);
  expect(writing.state).toMatchObject({ halt: null });
  expect(writing.state.line).toHaveLength(4);
  writing.setStop('x');
  writing.reset();
  expect(writing.state.stop).toBe('');
  expect(writing.changed).toBe(false);
});

test('a text to stop at may lie across tokens, and what was written before does not count', () => {
  const line = (...strings: string[]) => strings.map((string) => ({ string })) as unknown as typeof writing.state.line;
  expect(completes(line(' a', ' cat', 's.'), 'cats')).toBe(true);
  expect(completes(line(' a', ' cat', 's.'), 's.')).toBe(true);
  expect(completes(line(' a', ' cat', 's.'), ' cat')).toBe(false);
  expect(completes(line(), 'cat')).toBe(false);
  expect(completes(line(' a'), '')).toBe(false);
});

test('what a link says is written is restored as far as it is stored, and then says how many are left', async () => {
  writing.ask(3);
  await writing.follow(stagedTrace(), 'embedded');
  const stored = ids();
  expect(writing.written).toBe(3);
  await writing.restore(writing.usual);
  expect([ids(), writing.written, writing.state.halt]).toEqual([stored.slice(0, 3), 3, null]);
  writing.ask(6);
  await writing.restore(writing.usual);
  expect([ids(), writing.written]).toEqual([stored, 6]);
  expect(writing.state.halt).toEqual({ why: 'not-live', count: 2 });
  writing.reset();
  expect(writing.written).toBeNull();
  writing.ask(2);
  await writing.restore(fast); // drawn in another way than what is stored
  expect(writing.state).toMatchObject({ line: [], halt: { why: 'not-live', count: 2 } });
  await runModel();
  writing.ask(6);
  await writing.restore(writing.usual);
  expect([ids().length, writing.state.halt]).toEqual([6, null]);
});

test('stored tokens are not passed off as drawn with other settings', async () => {
  await writing.follow(stagedTrace(), 'embedded');
  writing.restart();
  await writing.step(fast);
  expect(writing.state).toMatchObject({ line: [], halt: { why: 'not-live' } });
});

test('the model goes on from the stored tokens, and the same seed gives the same text', async () => {
  await runModel();
  await writing.follow(stagedTrace(), 'embedded');
  await writing.play(() => fast, 6);
  const first = ids();
  expect(first).toHaveLength(10);
  expect(engine.asked[0]).toEqual([...fixtureTrace().tensor('tokens').data, ...first.slice(0, 4)]);
  while (writing.state.line.length > 4) writing.back();
  await writing.play(() => fast, 6);
  expect(ids()).toEqual(first);
  while (writing.state.line.length > 4) writing.back();
  await writing.play(() => ({ ...fast, seed: 8 }), 6);
  expect(ids()).not.toEqual(first);
});

test('each token knows how it was drawn, and falls where its number falls', async () => {
  await runModel();
  await writing.follow(fixtureTrace(), 'embedded');
  await writing.play(() => fast, 5);
  for (const token of writing.state.line) {
    const lot = lotOf(token)!;
    let sum = 0;
    const hit = token.distribution.candidates.find(({ filtered }) => lot < (sum += filtered));
    if (hit) expect(hit.id).toBe(token.id);
    expect(token.by).toEqual(fast);
    expect(token.cost?.tokens).toBe(1);
  }
});

test('another token can be taken, the way that was left stays, and can be taken up again', async () => {
  await writing.follow(stagedTrace(), 'embedded');
  const stored = ids();
  const { candidates } = writing.state.line[1]!.distribution;
  const other = candidates.find(({ id }) => id !== stored[1])!;
  writing.choose(1, other);
  expect(ids()).toEqual([stored[0], other.id]);
  expect(writing.state.line[1]).toMatchObject({ by: null, position: 7 });
  expect(lotOf(writing.state.line[1]!)).toBeNull();
  expect(writing.state.left.map((line) => line.length)).toEqual([4]);
  writing.take(0);
  expect(ids()).toEqual(stored);
  expect(writing.state.left.map((line) => line.map(({ id }) => id))).toEqual([[stored[0], other.id]]);
});

test('draws again at a place with another seed', async () => {
  await runModel();
  await writing.follow(stagedTrace(), 'embedded');
  await writing.redraw(2, fast);
  expect(writing.state.line).toHaveLength(3);
  expect(writing.state.line[2]!.by).toEqual(fast);
  expect(writing.state.left).toHaveLength(1);
});

test('stops in mid-draw: the tokens stay, the unfinished one does not come', async () => {
  await runModel();
  await writing.follow(fixtureTrace(), 'embedded');
  await writing.play(() => fast, 2);
  let release = (): void => undefined;
  engine.held = new Promise((done) => (release = done));
  const playing = writing.play(() => fast, 9);
  await vi.waitFor(() => expect(engine.asked).toHaveLength(3));
  expect(writing.state).toMatchObject({ busy: true, target: 11 });
  writing.stop();
  release();
  await playing;
  expect(writing.state).toMatchObject({ busy: false, target: null });
  expect(writing.state.line).toHaveLength(2);
});

test('says why it cannot go on', async () => {
  await runModel();
  await writing.follow(fixtureTrace(), 'embedded');
  engine.context = 7; // the text has 6 tokens
  await writing.play(() => fast, 9);
  expect(writing.state.line).toHaveLength(2);
  expect(writing.state.halt).toEqual({ why: 'context' });
  writing.back();
  expect(writing.state.halt).toBeNull();
  engine.failure = new EngineError('run-failed', 'no');
  await writing.step(fast);
  expect(writing.state).toMatchObject({ busy: false, halt: { why: 'failed', code: 'run-failed' } });
});

test('another text starts anew; the same text read live is written on from again', async () => {
  await writing.follow(stagedTrace(), 'embedded');
  await writing.follow(fixtureTrace(3), 'embedded');
  expect(writing.state.line).toEqual([]);
  await writing.follow(stagedTrace(), 'embedded');
  await runModel();
  const trace = fixtureTrace();
  const read = { ...trace, meta: { ...trace.meta, source: 'live' as const } };
  await writing.follow(read, 'embedded');
  await vi.waitFor(() => expect(writing.state.line).toHaveLength(4));
  expect(writing.state.line.every(({ cost }) => cost !== undefined)).toBe(true);
});
