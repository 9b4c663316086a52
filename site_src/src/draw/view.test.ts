import { expect, test } from 'vitest';
import { fixtureTrace } from '../trace/fixture';
import { completeView } from './view';

test('what an author leaves out', () => {
  expect(completeView(fixtureTrace(), {})).toEqual({
    block: 0,
    head: 0,
    position: 5,
    key: null,
    temperature: 1,
    topK: null,
    topP: null,
  });
});

test.each([
  [{ block: 2 }, 'block 2: expected a whole number from 0 to 1'],
  [{ head: -1 }, 'head -1: expected a whole number from 0 to 2'],
  [{ position: 6 }, 'position 6: expected a whole number from 0 to 5'],
  [{ key: 0.5 }, 'key 0.5: expected a whole number from 0 to 5'],
  [{ temperature: -1 }, 'temperature -1: expected a number from 0'],
])('refuses %j', (settings, message) => {
  expect(() => completeView(fixtureTrace(), settings)).toThrow(message);
});
