// @vitest-environment happy-dom
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { Live, registry } from '../session';
import { FakeEngine } from '../session/testing';
import { fixtureTrace } from '../trace/fixture';
import { GfBpe } from './gf-bpe';
import { press, stubViewport } from './testing';

vi.setConfig({ testTimeout: 30_000 }); // a drawing takes a while where the machine is busy

let element: GfBpe;
let engine: FakeEngine;

const find = (selector: string): HTMLElement => element.querySelector<HTMLElement>(selector)!;
const said = (): string => find('[role=status]').textContent;
const session = () => registry.sessionOf(element);

beforeAll(() => {
  stubViewport();
  customElements.define('gf-bpe', GfBpe);
});

beforeEach(async () => {
  engine = new FakeEngine();
  const missing = (): Promise<never> => Promise.reject(new Error());
  const library = { index: missing, open: () => Promise.resolve(fixtureTrace()), file: missing };
  registry.start({ library, live: new Live(() => Promise.resolve(engine), null) });
  document.body.innerHTML = `<article><gf-bpe model="embedded" prompt="cat-sat" spec='{"step":null,"position":1}'>
    <div data-part="controls"></div><div data-part="drawing"></div><p data-part="source"></p></gf-bpe></article>`;
  element = document.querySelector('gf-bpe')!;
  await vi.waitFor(() => expect(element.dataset.state).toBe('ready'));
});

afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

it('goes through the merges by its labels and by arrow keys, and back', async () => {
  expect(said()).toContain('Merge 3 of 3');
  find('[data-merge="1"]').click();
  await vi.waitFor(() => expect(said()).toContain('Merge 1 of 3'));
  press(element, 'ArrowLeft');
  await vi.waitFor(() => expect(said()).toContain('begins as its 4 bytes'));
  find('[data-control="reset"]').click();
  await vi.waitFor(() => expect(said()).toContain('Merge 3 of 3'));
});

it('chooses a word by a press, and with it the token in all figures', async () => {
  find('[data-word="2"]').click();
  expect(session().state.choices).toEqual({ position: 2, key: null });
  await vi.waitFor(() => expect(find('[aria-current]').textContent).toBe('·sat'));
  press(element, 'ArrowDown');
  await vi.waitFor(() => expect(find('[aria-current]').textContent).toBe('·on'));
});

it('plays from the bytes to the tokens', async () => {
  vi.useFakeTimers();
  find('[data-control="play"]').click();
  await vi.advanceTimersByTimeAsync(0);
  expect(said()).toContain('begins as its 4 bytes');
  await vi.advanceTimersByTimeAsync(4000);
  expect(said()).toContain('Merge 3 of 3');
  find('[data-control="play"]').click();
  element.remove();
  expect(vi.getTimerCount()).toBe(0);
});

it('cuts what the reader types before any model runs', async () => {
  await session().write('The', 'embedded');
  await vi.waitFor(() => expect(find('[data-part="source"]').textContent).toContain('your text, cut in this browser'));
  expect(find('[data-word]').textContent).toBe('The');
  expect(find('.gf-bpe-id').textContent).toBe('#464');
  session().backToExamples();
  await vi.waitFor(() => expect(find('[data-part="source"]').textContent).toContain('precomputed'));
});
