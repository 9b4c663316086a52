// @vitest-environment happy-dom
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { Live, registry, type Possible } from '../session';
import { FakeEngine, FakeLibrary, plan } from '../session/testing';
import type { Keeper } from '../session/keeper';
import { GfSettings } from './gf-settings';

const manifest = {
  ...plan.manifest,
  model: { name: 'Example' },
  variants: { q4: { bits: 4, bytes: 12_000_000 }, q8: { bits: 8, bytes: 14_000_000 } },
} as unknown as typeof plan.manifest;
const models = [{ slug: 'embedded', name: 'Example', parameters: 13e6 }];

let possible: Possible;
let live: Live;
let element: GfSettings;
const keeper = { look: vi.fn(() => Promise.resolve(possible)), forget: vi.fn(() => Promise.resolve()) };

const setting = (name: string): HTMLSelectElement => element.querySelector(`[data-control="setting-${name}"]`)!;
const options = (name: string): string[] => [...setting(name).options].map(({ value }) => value);

function choose(name: string, value: string): void {
  setting(name).value = value;
  setting(name).dispatchEvent(new Event('change'));
}

async function open(): Promise<void> {
  const details = element.querySelector('details')!;
  details.open = true;
  details.dispatchEvent(new Event('toggle'));
  await vi.waitFor(() => expect(element.querySelector('.gf-settings-note')).not.toBeNull());
}

beforeAll(() => customElements.define('gf-settings', GfSettings));

beforeEach(async () => {
  localStorage.clear();
  keeper.look.mockClear();
  possible = { models, manifest, stored: { q8: 7_000_000 }, threads: 1 };
  live = new Live(() => Promise.resolve(new FakeEngine()), null);
  registry.start({ library: new FakeLibrary(), live, keeper: keeper as unknown as Keeper });
  document.body.innerHTML = '<gf-settings model="embedded"></gf-settings>';
  element = document.querySelector('gf-settings')!;
  await element.updateComplete;
});

it('fetches nothing before it is opened', () => {
  expect(keeper.look).not.toHaveBeenCalled();
  expect(element.querySelector('select')).toBeNull();
});

it('offers what can be chosen here, the finest precision first', async () => {
  await open();
  expect(options('variant')).toEqual(['', 'q8', 'q4']);
  expect(options('provider')).toEqual(['auto', 'webgpu', 'wasm']);
  expect(setting('model')).toBeNull(); // there is one
  expect(setting('threads')).toBeNull(); // there is one
});

it('offers models and threads where there are several', async () => {
  possible = { ...possible, models: [...models, { slug: 'gpt2', name: 'GPT-2', parameters: 124e6 }], threads: 2 };
  await open();
  expect(options('model')).toEqual(['', 'embedded', 'gpt2']);
  expect(options('threads')).toEqual(['1', '2']);
  choose('model', 'gpt2');
  expect(live.settings.state.model).toBe('gpt2');
});

it('passes on what is chosen, and gives it back', async () => {
  await open();
  choose('variant', 'q4');
  choose('provider', 'wasm');
  choose('memory', 'little');
  expect(live.settings.choiceFor('embedded')).toMatchObject({ variant: 'q4', provider: 'wasm', lowMemory: true });
  choose('variant', '');
  choose('memory', 'auto');
  expect(live.settings.choiceFor('embedded')).toMatchObject({ variant: undefined, lowMemory: undefined });
});

it('says what is stored, and deletes it', async () => {
  await open();
  const [q4, q8] = element.querySelectorAll('.gf-settings-stored li');
  expect(q4!.querySelector('button')!.disabled).toBe(true);
  expect(q8!.textContent).toContain('7.0 of 14.0 MB');
  possible = { ...possible, stored: {} };
  q8!.querySelector('button')!.click();
  await vi.waitFor(() => expect(element.textContent).not.toContain('7.0 of 14.0 MB'));
  expect(keeper.forget).toHaveBeenCalledWith(manifest, 'q8');
});

it('says when nothing can be stored, and when it does not know', async () => {
  possible = { ...possible, stored: null };
  await open();
  expect(element.textContent).toContain('plain http');
  keeper.look.mockRejectedValueOnce(new Error('gone'));
  live.settings.change({ provider: 'auto' });
  await vi.waitFor(() => expect(element.textContent).toContain('cannot be shown'));
});
