// @vitest-environment happy-dom
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { Live, registry, type Keeper, type Site } from '../session';
import { FakeEngine } from '../session/testing';
import { fixtureTrace } from '../trace/fixture';
import type { TraceIndex } from '../trace/types';
import { GfExplorer } from './gf-explorer';
import { stubViewport } from './testing';

const trace = fixtureTrace();
const other = { ...trace, meta: { ...trace.meta, model: { ...trace.meta.model, id: 'a/b', name: 'Other' } } };
const models = ['embedded', 'a--b'].map((slug) => ({ slug, name: slug, parameters: 1 }));
let site: Site;

beforeAll(() => {
  stubViewport();
  customElements.define('gf-explorer', GfExplorer);
});

beforeEach(() => {
  localStorage.clear();
  site = {
    library: {
      index: () => Promise.resolve({ prompts: [{ id: trace.meta.prompt }] } as unknown as TraceIndex),
      open: (model) => Promise.resolve(model === 'a--b' ? other : trace),
      file: () => Promise.reject(new Error('not asked for')),
    },
    live: new Live(() => Promise.resolve(new FakeEngine()), null),
    keeper: { models: () => Promise.resolve(models) } as unknown as Keeper,
  };
  registry.start(site);
});

/** A page that was opened at this address, with the explorer at the top of it. */
async function openAt(fragment: string): Promise<GfExplorer> {
  history.replaceState(null, '', fragment);
  document.body.innerHTML = `<article><gf-explorer model="embedded" prompt="${trace.meta.prompt}"
    spec='{"address": "keep"}'><div data-part="controls"></div><div data-part="drawing">static</div>
    <p data-part="source"></p></gf-explorer></article>`;
  const explorer = document.querySelector<GfExplorer>('gf-explorer')!;
  await vi.waitFor(() => expect(explorer.dataset.state).toBe('ready'));
  return explorer;
}

const source = (explorer: Element): string => explorer.querySelector('[data-part=source]')!.textContent;

test('shows the model that the address names, and keeps it there; the reader’s own choice stays', async () => {
  const explorer = await openAt('#model=a--b&block=1');
  await vi.waitFor(() => expect(source(explorer)).toContain('Other'));
  await vi.waitFor(() => expect(location.hash).toBe('#model=a--b&block=1'));
  expect(localStorage.getItem('glassformer.settings')).toBeNull();
});

test('a model that the site does not have is left out', async () => {
  const explorer = await openAt('#model=unknown&block=1');
  registry.sessionOf(explorer).set({ head: 1 });
  await vi.waitFor(() => expect(location.hash).toBe('#block=1&head=1'));
  expect(source(explorer)).toContain(trace.meta.model.name);
});

test('what is written after the text stands in the address, also while it waits to be written', async () => {
  const explorer = await openAt('#block=1&written=3');
  const { writing } = registry.sessionOf(explorer);
  expect(writing.state.asked).toBe(3);
  registry.sessionOf(explorer).set({ head: 1 });
  await vi.waitFor(() => expect(location.hash).toBe('#block=1&head=1&written=3'));
  writing.reset();
  await vi.waitFor(() => expect(location.hash).toBe('#block=1&head=1'), { timeout: 2000 });
});
