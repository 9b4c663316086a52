// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import { defineWhenUsed } from './define_when_used';

afterEach(() => document.body.replaceChildren());

const element = (): CustomElementConstructor => class extends HTMLElement {};

test('fetches what the page has, and what a later page brings', async () => {
  document.body.innerHTML = '<main><x-here></x-here></main>';
  const here = vi.fn(() => Promise.resolve(element()));
  const later = vi.fn(() => Promise.resolve(element()));
  const never = vi.fn(() => Promise.resolve(element()));
  defineWhenUsed({ 'x-here': here, 'x-later': later, 'x-never': never });
  await vi.waitFor(() => expect(customElements.get('x-here')).toBeDefined());
  expect(later).not.toHaveBeenCalled();

  document.body.innerHTML = '<main><x-here></x-here><p><x-later></x-later></p></main>';
  await vi.waitFor(() => expect(customElements.get('x-later')).toBeDefined());
  expect(here).toHaveBeenCalledOnce();
  expect(never).not.toHaveBeenCalled();
});

test('asks again for a file that did not come', async () => {
  document.body.innerHTML = '<x-lost></x-lost>';
  const load = vi.fn(() => Promise.resolve(element())).mockRejectedValueOnce(new Error('offline'));
  defineWhenUsed({ 'x-lost': load });
  await vi.waitFor(() => expect(load).toHaveBeenCalledOnce());
  await Promise.resolve();
  document.body.append(document.createElement('p'));
  await vi.waitFor(() => expect(customElements.get('x-lost')).toBeDefined());
});
