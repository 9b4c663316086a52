// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';
import { registry } from '../session';
import { stagedTrace } from '../trace/fixture_stages';
import { GfKvCache } from './gf-kv-cache';
import { openFigure, part, press, stubViewport } from './testing';

customElements.define('gf-kv-cache', GfKvCache);

let figure: GfKvCache;

beforeEach(async () => {
  stubViewport();
  figure = await openFigure<GfKvCache>('kv-cache', { step: 1 }, stagedTrace());
});

const control = (name: string): HTMLElement | null =>
  part(figure, 'controls').querySelector(`[data-control="${name}"]`);
const count = (state: string): number => part(figure, 'drawing').querySelectorAll(`tr.gf-kv-${state}`).length;

test('goes from step to step by key and by press', async () => {
  expect([count('reused'), count('computed')]).toEqual([6, 1]);
  press(figure, 'ArrowDown');
  await vi.waitFor(() => expect(count('reused')).toBe(7));
  part(figure, 'drawing').querySelector<HTMLElement>('tr[data-step="0"]')!.click();
  await vi.waitFor(() => expect([count('reused'), count('computed')]).toEqual([0, 6]));
  control('reset')!.click();
  await vi.waitFor(() => expect(count('reused')).toBe(6));
});

test('without the cache the earlier tokens are computed again', async () => {
  part(figure, 'controls').querySelector<HTMLElement>('[data-control="reuse"][data-value="off"]')!.click();
  await vi.waitFor(() => expect([count('again'), count('reused')]).toEqual([6, 0]));
});

test('follows what the page’s other figures write', async () => {
  const { writing } = (figure as unknown as { session: { writing: { back(): void } } }).session;
  writing.back();
  await vi.waitFor(() => expect(count('absent')).toBe(2));
});

test('measures where the model runs', async () => {
  expect(control('measure')).toBeNull();
  const { live } = registry.site;
  await live.ask('embedded');
  await live.accept();
  await vi.waitFor(() => expect(control('measure')).not.toBeNull());
  control('measure')!.click();
  await vi.waitFor(() => expect(part(figure, 'controls').textContent).toContain('Prefill of 6 tokens 2.5 ms'));
  expect(part(figure, 'drawing').textContent).toContain('2.5 ms');
});
