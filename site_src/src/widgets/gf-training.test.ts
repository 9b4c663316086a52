// @vitest-environment happy-dom
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { Live, registry } from '../session';
import { FakeEngine } from '../session/testing';
import { fixtureTrace } from '../trace/fixture';
import { stagedTrace } from '../trace/fixture_stages';
import { GfTraining } from './gf-training';
import { stubViewport } from './testing';

let element: GfTraining;

vi.setConfig({ testTimeout: 30_000 }); // a drawing takes a while where the machine is busy

const stage = (): string => element.querySelector('.gf-stage')!.textContent;
const press = (name: string): void => element.querySelector<HTMLElement>(`[data-control="${name}"]`)!.click();

beforeAll(() => {
  stubViewport();
  customElements.define('gf-training', GfTraining);
  const open = (_model: string, prompt: string) =>
    Promise.resolve(prompt === 'followed' ? stagedTrace() : fixtureTrace());
  const never = () => Promise.reject(new Error());
  const library = { index: never, open, file: never };
  registry.start({ library, live: new Live(() => Promise.resolve(new FakeEngine()), null) });
});

beforeEach(async () => {
  document.body.innerHTML = `<article><gf-training model="embedded" prompt="followed" spec='{"stage":null}'>
    <div data-part="controls"></div><div data-part="drawing"></div></gf-training></article>`;
  element = document.querySelector('gf-training')!;
  await vi.waitFor(() => expect(element.dataset.state).toBe('ready'));
});

afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

it('shows the checkpoint of the slider, and the author’s again', async () => {
  const input = element.querySelector<HTMLInputElement>('[data-control="stage"]')!;
  Object.defineProperty(input, 'valueAsNumber', { value: 1 });
  input.dispatchEvent(new Event('input'));
  await vi.waitFor(() => expect(stage()).toContain('After step 10:'));
  press('reset');
  await vi.waitFor(() => expect(stage()).toContain('After step 1,000:'));
});

it('plays from the start, step by step, until the end', async () => {
  vi.useFakeTimers();
  press('play');
  await vi.advanceTimersByTimeAsync(0);
  expect(stage()).toContain('nothing read yet');
  await vi.advanceTimersByTimeAsync(1100);
  expect(stage()).toContain('After step 10:');
  await vi.advanceTimersByTimeAsync(2200);
  expect(stage()).toContain('After step 1,000:');
  expect(element.querySelector('[data-control="play"]')!.textContent.trim()).toBe('Play');
  await vi.advanceTimersByTimeAsync(5000);
  expect(stage()).toContain('After step 1,000:');
});

it('stops at the reader’s word, and when it leaves the page', async () => {
  vi.useFakeTimers();
  press('play');
  await vi.advanceTimersByTimeAsync(1100);
  press('play');
  await vi.advanceTimersByTimeAsync(5000);
  expect(stage()).toContain('After step 10:');
  press('play');
  element.remove();
  expect(vi.getTimerCount()).toBe(0);
});

it('keeps its own text where the page shows one that was not followed', async () => {
  registry.sessionOf(element).chooseExample('other');
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(stage()).toContain('After step 1,000:');
});
