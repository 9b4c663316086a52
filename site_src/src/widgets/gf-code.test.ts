// @vitest-environment happy-dom
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { Live, registry } from '../session';
import { FakeEngine } from '../session/testing';
import { fixtureTrace } from '../trace/fixture';
import { GfAttention } from './gf-attention';
import { GfCode } from './gf-code';
import { stubViewport } from './testing';

const lines = (...lights: string[]): string =>
  lights.map((name) => `<span class="gf-lines" data-lights="${name}">code</span>`).join('');

let code: GfCode;
let figure: HTMLElement;
const scrolled = vi.fn();

const at = (name: string): HTMLElement => code.querySelector(`[data-lights="${name}"]`)!;
const event = (name: string): Event => new Event(name, { bubbles: true, cancelable: true });

beforeAll(() => {
  stubViewport();
  customElements.define('gf-attention', GfAttention);
  customElements.define('gf-code', GfCode);
  const trace = fixtureTrace();
  const never = () => Promise.reject(new Error());
  const library = { index: never, open: () => Promise.resolve(trace), file: never };
  registry.start({ library, live: new Live(() => Promise.resolve(new FakeEngine()), null) });
});

beforeEach(async () => {
  document.body.innerHTML = `<article>
    <figure class="gf-figure"><gf-attention model="embedded" prompt="cat-sat" spec="{}">
      <div data-part="controls"></div><div data-part="drawing"></div></gf-attention></figure>
    <gf-code>${lines('attention:scores', 'attention:pattern', 'mlp')}</gf-code></article>`;
  code = document.querySelector('gf-code')!;
  figure = document.querySelector('figure')!;
  figure.scrollIntoView = scrolled;
  await vi.waitFor(() => expect(document.querySelector<HTMLElement>('gf-attention')!.dataset.state).toBe('ready'));
});

afterEach(() => scrolled.mockClear());
afterEach(() => document.body.replaceChildren());

it('lights up the lines of a figure that is pointed at, and of its step', async () => {
  figure.dispatchEvent(event('pointerenter'));
  await vi.waitFor(() => expect(at('attention:pattern').hasAttribute('data-lit')).toBe(true));
  expect(at('attention:scores').hasAttribute('data-lit')).toBe(false);
  expect(at('mlp').hasAttribute('data-lit')).toBe(false);
  figure.dispatchEvent(event('pointerleave'));
  await vi.waitFor(() => expect(at('attention:pattern').hasAttribute('data-lit')).toBe(false));
});

it('lights up the figure of a line, and brings it into sight when the line is pressed', () => {
  at('attention:pattern').dispatchEvent(event('pointerover'));
  expect(figure.hasAttribute('data-lit')).toBe(true);
  expect(scrolled).not.toHaveBeenCalled();
  at('attention:pattern').dispatchEvent(event('click'));
  expect(scrolled).toHaveBeenCalledOnce();
  code.dispatchEvent(event('pointerleave'));
  expect(figure.hasAttribute('data-lit')).toBe(false);
});

it('makes buttons of lines whose figure is in the page, which then shows their step', async () => {
  await vi.waitFor(() => expect(at('attention:scores').getAttribute('role')).toBe('button'));
  expect(at('mlp').getAttribute('role')).toBeNull();
  at('attention:scores').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  expect(figure.hasAttribute('data-lit')).toBe(true);
  const attention = document.querySelector<GfAttention>('gf-attention')!;
  await vi.waitFor(() => expect(attention.textContent).toContain('q·k'));
  await vi.waitFor(() => expect(at('attention:scores').hasAttribute('data-lit')).toBe(true));
});
