import { beforeEach, expect, test, vi } from 'vitest';
import { USUAL } from '../core/generation';
import { Live, Session } from '../session';
import { FakeEngine, FakeLibrary } from '../session/testing';
import { fixtureTrace } from '../trace/fixture';
import { ReadingOn } from './reading_on';

let engine: FakeEngine;
let session: Session;
let reading: ReadingOn;

beforeEach(async () => {
  engine = new FakeEngine();
  session = new Session(new FakeLibrary(), new Live(() => Promise.resolve(engine), null));
  reading = new ReadingOn();
  reading.listen(session, () => 'embedded');
  await session.live.ask('embedded');
  await session.live.accept();
  await session.writing.follow(fixtureTrace(4), 'embedded');
});

/** The model has read what it was last asked to. */
async function read(tokens: number): Promise<void> {
  const trace = fixtureTrace(tokens);
  engine.runs.at(-1)!.done(trace);
  await vi.waitFor(() => expect(session.state.trace).toBe(trace));
  await session.writing.follow(trace, 'embedded'); // as a figure that is told of it does
}

test('each written token is read, and all before it are kept', async () => {
  expect([reading.kept, reading.arrives()]).toEqual([0, false]);
  await session.writing.step(USUAL);
  expect(engine.runs.map(({ text }) => text)).toEqual([session.writing.ids.join()]);
  await read(5);
  expect(session.writing.state.line).toHaveLength(1);
  expect(reading.kept).toBe(4);
  expect([reading.arrives(), reading.arrives()]).toEqual([true, false]);
});

test('going back shows the shorter text, and what is left of the line stays', async () => {
  await session.writing.step(USUAL);
  await read(5);
  await session.writing.step(USUAL);
  await read(6);
  session.writing.back();
  await session.writing.follow(session.state.trace!, 'embedded'); // the longer one is still shown
  expect(session.writing.state.line).toHaveLength(1);
  expect(engine.runs.at(-1)!.text).toBe(session.writing.ids.join());
  await read(5);
  expect(reading.kept).toBe(4);
});

test('what is written while a token is drawn is read once', async () => {
  await session.writing.play(() => USUAL, 3);
  const texts = engine.runs.map(({ text }) => text);
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts.at(-1)).toBe(session.writing.ids.join());
});
