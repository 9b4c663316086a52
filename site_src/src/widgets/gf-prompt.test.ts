// @vitest-environment happy-dom
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ModelConfig } from '../core/types';
import { EngineError } from '../engine/errors';
import { Live, registry, type Session } from '../session';
import { FakeEngine, FakeLibrary } from '../session/testing';
import { GfPrompt } from './gf-prompt';
import { stubViewport } from './testing';

const STATIC = `<article><figure><gf-prompt model="embedded" prompt="cat-sat">
  <div data-part="controls"><p>the text of cat-sat</p></div><div data-part="status"></div>
</gf-prompt></figure></article>`;

let config: Partial<ModelConfig>;
let engine: FakeEngine;
let element: GfPrompt;
let session: Session;

const find = <E extends Element>(selector: string): E => element.querySelector<E>(selector)!;
const box = (): HTMLTextAreaElement => find('textarea');
const press = (name: string): void => find<HTMLButtonElement>(`[data-control="${name}"]`).click();

function type(text: string): void {
  box().value = text;
  box().dispatchEvent(new Event('input'));
}

async function runLive(): Promise<void> {
  press('run-live');
  await vi.waitFor(() => expect(element.dataset.state).toBe('offered'));
  press('accept');
  await vi.waitFor(() => expect(element.dataset.state).toBe('on'));
}

beforeAll(() => {
  stubViewport();
  customElements.define('gf-prompt', GfPrompt);
});

async function open(): Promise<void> {
  engine = new FakeEngine();
  const library = new FakeLibrary(config);
  registry.start({ library, live: new Live(() => Promise.resolve(engine), null) });
  document.body.innerHTML = STATIC;
  element = document.querySelector('gf-prompt')!;
  session = registry.sessionOf(element);
  await vi.waitFor(() => expect(box()).not.toBeNull());
}

beforeEach(async () => {
  config = {};
  await open();
});

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
  stubViewport();
});

describe('gf-prompt', () => {
  it('starts with the example of the page, its tokens counted', () => {
    expect(box().value).toBe('the text of cat-sat');
    expect(find('.gf-count').textContent).toBe('4 tokens of at most 256');
    expect(find('[data-example="cat-sat"]').getAttribute('aria-pressed')).toBe('true');
    expect(find('[data-example="paris"] .gf-example-reason').textContent).toBe('why paris');
  });

  it('shows the chosen example in the box', async () => {
    find<HTMLButtonElement>('[data-example="paris"]').click();
    await element.updateComplete;
    expect(session.state.prompt).toBe('paris');
    expect(box().value).toBe('the text of paris');
  });

  it('says that a typed text needs the live model, and goes back', async () => {
    type('mine');
    await vi.waitFor(() => expect(session.state.text).toBe('mine'));
    await element.updateComplete;
    expect(find('.gf-run').textContent).toContain('The figures still show the example');
    press('back');
    await element.updateComplete;
    expect(box().value).toBe('the text of cat-sat');
    expect(find('.gf-run').textContent).toBe('');
    expect(document.activeElement).toBe(box());
  });

  it('closes the list of examples on a phone once one is chosen', async () => {
    const list = find<HTMLDetailsElement>('.gf-examples');
    const choose = (id: string): void => find<HTMLButtonElement>(`[data-example="${id}"]`).click();
    for (const phone of [false, true]) {
      vi.stubGlobal('matchMedia', () => ({ matches: phone }));
      list.open = true;
      choose('paris');
      expect(list.open).toBe(!phone);
    }
    expect(document.activeElement?.localName).toBe('summary');
    await element.updateComplete;
    expect(box().value).toBe('the text of paris');
  });

  it('names what limits a text: the model, or the memory for a larger one', async () => {
    const tooLong = new EngineError('too-long', 'as the worker says it');
    const refused = async (): Promise<string> => {
      await runLive();
      await vi.waitFor(() => expect(engine.runs).toHaveLength(1));
      engine.runs[0]!.failed(tooLong);
      await vi.waitFor(() => expect(element.dataset.run).toBe('failed'));
      return find('.gf-run').textContent;
    };
    expect(await refused()).toContain('The model reads at most 256 tokens.');
    config = { n_layer: 12, n_head: 12, n_ctx: 1024 };
    await open();
    expect(find('.gf-count').textContent).toBe('4 tokens of at most 482');
    expect(await refused()).toContain('memory for the attention weights of 482');
  });

  it('says what would be downloaded before it is', async () => {
    press('run-live');
    await vi.waitFor(() => expect(element.dataset.state).toBe('offered'));
    const offer = find('[data-part="status"]').textContent;
    expect(offer).toContain('13.9 MB');
    expect(offer).toContain('Glassformer embedded (q8, the closest to the original, and small anyway)');
    expect(offer).toContain('has no WebGPU');
    press('decline');
    await element.updateComplete;
    expect(element.dataset.state).toBe('off');
  });

  it('runs the text of the box when the model is there, and each text after a pause', async () => {
    await runLive();
    await vi.waitFor(() => expect(engine.runs.map(({ text }) => text)).toEqual(['the text of cat-sat']));
    for (const text of ['a', 'a b', 'a b c']) type(text);
    await vi.waitFor(() => expect(engine.runs).toHaveLength(2));
    expect(engine.runs[1]?.text).toBe('a b c');
  });

  it('keeps what is typed as text', async () => {
    const evil = '<img src=x onerror=alert(1)>';
    await runLive();
    type(evil);
    await vi.waitFor(() => expect(session.state.text).toBe(evil));
    await element.updateComplete;
    expect(box().value).toBe(evil);
    expect(element.querySelector('img')).toBeNull();
  });

  it('offers to try again after a failed download', async () => {
    engine.failure = new TypeError('Failed to fetch');
    press('run-live');
    await vi.waitFor(() => expect(element.dataset.state).toBe('offered'));
    press('accept');
    await vi.waitFor(() => expect(element.dataset.state).toBe('failed'));
    expect(find('.gf-problem').textContent).toContain('A file could not be downloaded.');
    engine.failure = null;
    press('try-again');
    await vi.waitFor(() => expect(element.dataset.state).toBe('on'));
  });
});

it('says why where the model cannot run, and offers the examples', async () => {
  registry.start({ library: new FakeLibrary(), live: new Live(() => Promise.reject(new Error()), 'no-wasm') });
  document.body.innerHTML = STATIC;
  element = document.querySelector('gf-prompt')!;
  await vi.waitFor(() => expect(element.dataset.state).toBe('unavailable'));
  expect(find('[data-part="status"]').textContent).toContain('this browser has no WebAssembly');
  expect(box().readOnly).toBe(true);
  expect(find<HTMLDetailsElement>('details').open).toBe(true);
});
