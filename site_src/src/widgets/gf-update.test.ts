// @vitest-environment happy-dom
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { GfUpdate } from './gf-update';

let element: GfUpdate;

beforeAll(() => customElements.define('gf-update', GfUpdate));

beforeEach(async () => {
  document.body.replaceChildren((element = new GfUpdate()));
  await element.updateComplete;
});

it('is silent, and a status that will speak, until there is a newer version', () => {
  expect(element.textContent).toBe('');
  expect(element.getAttribute('role')).toBe('status');
});

it('leaves it to the reader when the newer version is taken', async () => {
  const take = vi.fn();
  element.announce(take);
  await element.updateComplete;
  expect(element.textContent).toContain('newer version');
  expect(take).not.toHaveBeenCalled();
  element.querySelector<HTMLButtonElement>('[data-control="take"]')!.click();
  expect(take).toHaveBeenCalledOnce();
});

it('goes away when it is put off, and comes back with the next one', async () => {
  element.announce(() => undefined);
  await element.updateComplete;
  element.querySelector<HTMLButtonElement>('[data-control="later"]')!.click();
  await element.updateComplete;
  expect(element.textContent).toBe('');
  element.announce(() => undefined);
  await element.updateComplete;
  expect(element.textContent).toContain('newer version');
});
