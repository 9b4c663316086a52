// @vitest-environment happy-dom
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { GenerateOptions, LoadedModel, LoadOptions, Plan } from '../engine';
import { CONTEXTS } from '../engine/measure';
import { Live, registry } from '../session';
import { FakeEngine, FakeLibrary, plan } from '../session/testing';
import { GfSpeed } from './gf-speed';
import { stubViewport } from './testing';

/** An engine whose tokens come when the test lets them. */
class PacedEngine extends FakeEngine {
  readonly lengths: number[] = [];
  hold: Promise<void> = Promise.resolve();
  broken: Error | null = null;

  override async load(options: LoadOptions): Promise<LoadedModel> {
    const manifest = { ...plan.manifest, model: { name: 'Example', config: { d_vocab: 50257 } } } as Plan['manifest'];
    return (this.loaded = { ...(await super.load(options)), manifest });
  }

  override async *generate({ text, signal }: GenerateOptions): ReturnType<FakeEngine['generate']> {
    this.lengths.push(text.length);
    for (;;) {
      await this.hold;
      signal?.throwIfAborted();
      if (this.broken) throw this.broken;
      yield {} as never;
    }
  }
}

let engine: PacedEngine;
let element: GfSpeed;

const press = (name: string): void => element.querySelector<HTMLButtonElement>(`[data-control="${name}"]`)!.click();
const reaches = (state: string): Promise<void> => vi.waitFor(() => expect(element.dataset.state).toBe(state));

beforeAll(() => {
  stubViewport();
  customElements.define('gf-speed', GfSpeed);
});

beforeEach(async () => {
  engine = new PacedEngine();
  registry.start({ library: new FakeLibrary(), live: new Live(() => Promise.resolve(engine), null) });
  document.body.innerHTML = `<article><gf-speed model="embedded"><div data-part="panel"><p>static</p></div></gf-speed></article>`;
  element = document.querySelector('gf-speed')!;
  await vi.waitFor(() => press('run-live'));
  await reaches('offered');
  press('accept');
  await reaches('on');
});

it('measures on texts of each length, five times after one to warm up, and shows times and rates', async () => {
  press('measure');
  await reaches('measured');
  expect(engine.lengths).toEqual(Array.from({ length: 6 }, () => [32, ...CONTEXTS]).flat());
  const rows = [...element.querySelectorAll('tbody tr')].map((row) => row.querySelector('th')!.textContent);
  expect(rows).toEqual(['reading 32 tokens', ...CONTEXTS.map((context) => `writing after ${context} tokens`)]);
  expect(element.querySelector('caption')!.textContent).toContain('q8');
  expect(element.querySelector('tbody td')!.textContent).toMatch(/^\d+\.\d ms$/);
});

it('can be stopped, and measured again', async () => {
  let release!: () => void;
  engine.hold = new Promise((resolve) => (release = resolve));
  press('measure');
  await reaches('measuring');
  await vi.waitFor(() => press('stop'));
  release();
  await reaches('on');
  expect(element.querySelector('.gf-problem')).toBeNull();
  press('measure');
  await reaches('measured');
});

it('says when it fails, and can be tried again', async () => {
  engine.broken = new Error('out of tokens');
  press('measure');
  await vi.waitFor(() => expect(element.querySelector('.gf-problem')?.textContent).toContain('out of tokens'));
  engine.broken = null;
  press('try-again');
  await reaches('measured');
  expect(element.querySelector('.gf-problem')).toBeNull();
});
