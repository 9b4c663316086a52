// @vitest-environment happy-dom
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { Live, registry, type Offline, type OfflineState, type Site } from '../session';
import { FakeEngine, FakeLibrary, plan } from '../session/testing';
import { Store } from '../session/store';
import { GfOffline } from './gf-offline';

const manifest = { ...plan.manifest, model: { name: 'Example' } } as typeof plan.manifest;
const pages = [{ path: 'index.html', title: 'Start' }];

class FakeOffline extends Store<OfflineState> {
  readonly look = vi.fn(() => Promise.resolve());
  readonly save = vi.fn(() => Promise.resolve());
  readonly forget = vi.fn(() => Promise.resolve());
  readonly cancel = vi.fn();
  show(state: OfflineState): void {
    this.replace(state);
  }
}

let offline: FakeOffline;
let element: GfOffline;

const control = (name: string): HTMLInputElement => element.querySelector(`[data-control="${name}"]`)!;

async function show(state: OfflineState): Promise<void> {
  offline.show(state);
  await element.updateComplete;
}

function ready(missing: number, kept: number): OfflineState {
  return { name: 'ready', course: { missing, kept, pages, live: { ...plan, manifest } } };
}

beforeAll(() => customElements.define('gf-offline', GfOffline));

beforeEach(async () => {
  offline = new FakeOffline({ name: 'starting' });
  const live = new Live(() => Promise.resolve(new FakeEngine()), null);
  const site: Site = { library: new FakeLibrary(), live, root: new URL('https://example.org/gpt2/') };
  registry.start({ ...site, offline: offline as unknown as Offline });
  document.body.innerHTML = '<gf-offline model="embedded" view="all"></gf-offline>';
  element = document.querySelector('gf-offline')!;
  await element.updateComplete;
});

it('asks what is kept, and says so while it waits', () => {
  expect(offline.look).toHaveBeenCalledWith({ folder: '.', model: 'embedded', live: true });
  expect(element.querySelector('[role="status"]')).not.toBeNull();
});

it('offers the course with or without the model, and says how much that is', async () => {
  await show(ready(2_000_000, 0));
  expect(control('save').textContent).toContain('15.9 MB');
  control('model').click();
  await element.updateComplete;
  expect(control('save').textContent).toContain('2.0 MB');
  expect(control('delete')).toBeNull();
  control('save').click();
  expect(offline.save).toHaveBeenCalledWith(expect.objectContaining({ live: false }));
  expect(element.querySelector<HTMLAnchorElement>('.gf-offline-pages a')!.href).toBe(
    'https://example.org/gpt2/index.html',
  );
});

it('deletes what is kept', async () => {
  await show(ready(0, 3_000_000));
  expect(control('delete').textContent).toContain('3.0 MB');
  control('delete').click();
  expect(offline.forget).toHaveBeenCalledOnce();
});

it('shows progress and cancels', async () => {
  await show({ name: 'saving', loaded: 1_000_000, total: 4_000_000 });
  expect(element.querySelector('progress')!.getAttribute('aria-label')).toContain('1.0 of 4.0 MB');
  control('cancel').click();
  expect(offline.cancel).toHaveBeenCalledOnce();
});

it.each(['network', 'room', 'other-version'] as const)('has a way on after the failure "%s"', async (problem) => {
  await show({ name: 'failed', problem, message: 'why' });
  expect(element.querySelector('[role="alert"]')!.textContent).toContain('why');
  offline.look.mockClear();
  control('try-again').click();
  expect(offline.look).toHaveBeenCalledOnce();
});

it('says why nothing can be kept', async () => {
  await show({ name: 'unavailable', why: 'insecure' });
  expect(element.textContent).toContain('plain http');
  expect(element.querySelector('button')).toBeNull();
});
