// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';
import { Settings } from './settings';

beforeEach(() => localStorage.clear());

test('leaves everything to the machine at first', () => {
  expect(new Settings().choiceFor('a/b')).toEqual({ model: 'a/b', provider: 'auto' });
});

test('remembers what the reader chose, a variant for each model', () => {
  const settings = new Settings();
  settings.chooseVariant('a/b', 'q4');
  settings.change({ provider: 'wasm', lowMemory: true });
  const again = new Settings();
  expect(again.choiceFor('a/b')).toMatchObject({ variant: 'q4', provider: 'wasm', lowMemory: true });
  expect(again.choiceFor('embedded').variant).toBeUndefined();
  again.chooseVariant('a/b', null);
  expect(new Settings().choiceFor('a/b').variant).toBeUndefined();
});

test('a model that a link asks for is shown, not remembered', () => {
  const settings = new Settings();
  settings.show('a/b');
  settings.change({ lowMemory: true });
  expect(settings.state).toMatchObject({ model: 'a/b', lowMemory: true });
  expect(new Settings().state).toMatchObject({ model: null, lowMemory: true });
});

test('works without storage, and with what another version left there', () => {
  localStorage.setItem('glassformer.settings', 'not json');
  expect(new Settings().state.provider).toBe('auto');
  vi.stubGlobal('localStorage', undefined);
  const settings = new Settings();
  settings.change({ provider: 'webgpu' });
  expect(settings.choiceFor('a').provider).toBe('webgpu');
  vi.unstubAllGlobals();
});
