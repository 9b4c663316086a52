import { describe, expect, test } from 'vitest';
import { abortError, EngineError, fromPlain, isAbort, toPlain } from './errors';

describe('errors across the border of the worker', () => {
  test('code and line arrive', () => {
    const arrived = fromPlain(structuredClone(toPlain(new EngineError('checksum', 'a.bin is wrong.'), 'network')));
    expect(arrived).toBeInstanceOf(EngineError);
    expect(arrived).toMatchObject({ code: 'checksum', message: 'a.bin is wrong.' });
  });

  test('a cancel stays a cancel', () => {
    expect(isAbort(fromPlain(toPlain(abortError(), 'network')))).toBe(true);
  });

  test('any other error takes the code of the place, and one line', () => {
    expect(toPlain(new Error('first\n  at second'), 'run-failed')).toEqual({ code: 'run-failed', message: 'first' });
  });

  test.each([
    new RangeError('Array buffer allocation failed'),
    new Error("Can't create a session. failed to allocate a buffer of size 9."),
    new Error('ERROR_CODE: 6, ERROR_MESSAGE: std::bad_alloc'),
    123456, // the address of a C++ exception
  ])('%s means that memory ran out', (error) => {
    expect(toPlain(error, 'no-runtime').code).toBe('out-of-memory');
  });
});
