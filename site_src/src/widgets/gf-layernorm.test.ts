// @vitest-environment happy-dom
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { registry } from '../session';
import { GfLayernorm } from './gf-layernorm';
import { openFigure, part, press, stubViewport } from './testing';

let figure: GfLayernorm;
const choices = () => registry.sessionOf(figure).state.choices;
const worked = () => part(figure, 'drawing').querySelector('.gf-worked p')?.textContent;

beforeAll(() => {
  stubViewport();
  customElements.define('gf-layernorm', GfLayernorm);
});

beforeEach(async () => {
  figure = await openFigure<GfLayernorm>('layernorm', { which: 'ln_1', block: 0, position: 2 });
});

afterEach(() => document.body.replaceChildren());

it('works out the number that is pressed', async () => {
  const strip = figure.querySelector<HTMLElement>('.gf-vector')!;
  vi.spyOn(strip, 'getBoundingClientRect').mockReturnValue({ left: 100, width: 120 } as DOMRect);
  strip.dispatchEvent(new MouseEvent('click', { bubbles: true, clientX: 100 + 45 })); // the fifth of twelve
  await vi.waitFor(() => expect(worked()).toContain('Number 4 '));
  press(figure, 'ArrowRight');
  await vi.waitFor(() => expect(worked()).toContain('Number 5 '));
});

it('shows another LayerNorm, and the author’s again on reset', async () => {
  const title = () => part(figure, 'drawing').querySelector('.gf-part-title')?.textContent;
  figure.querySelector<HTMLElement>('[data-value="ln_f"]')!.click();
  await vi.waitFor(() => expect(title()).toBe('ln_f, after the last block, at ·sat'));
  expect(figure.querySelector('[data-control="block"]')).toBeNull();
  figure.querySelector<HTMLElement>('[data-control="reset"]')!.click();
  await vi.waitFor(() => expect(title()).toBe('ln_1 of block 0, at ·sat'));
});

it('chooses a token for the whole page', () => {
  figure.querySelector<HTMLElement>('tr[data-position="4"]')!.click();
  expect(choices()).toEqual({ position: 4, key: null });
});
