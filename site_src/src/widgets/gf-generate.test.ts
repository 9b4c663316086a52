// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';
import { registry } from '../session';
import { stagedTrace } from '../trace/fixture_stages';
import { GfGenerate } from './gf-generate';
import { openFigure, part, press, stubViewport } from './testing';

customElements.define('gf-generate', GfGenerate);

let figure: GfGenerate;

beforeEach(async () => {
  stubViewport();
  figure = await openFigure<GfGenerate>('generate', { rows: 5 }, stagedTrace());
});

const control = (name: string): HTMLButtonElement | null =>
  part(figure, 'controls').querySelector(`[data-control="${name}"]`);
const written = (): number => part(figure, 'drawing').querySelectorAll('[data-written]').length;
const title = (): string => part(figure, 'drawing').querySelector('.gf-part-title')!.textContent;
const press2 = async (name: string, count: number): Promise<void> => {
  control(name)!.click();
  await vi.waitFor(() => expect(written()).toBe(count));
};

test('steps back and on through what is stored', async () => {
  expect(written()).toBe(4);
  expect(control('reset')!.disabled).toBe(true);
  await press2('back', 3);
  await press2('back', 2);
  await press2('step', 3);
  expect(control('reset')!.disabled).toBe(false);
  await press2('reset', 4);
});

test('offers to run the model where what is stored ends', async () => {
  control('step')!.click();
  await vi.waitFor(() => expect(control('run-live')).not.toBeNull());
  control('run-live')!.click();
  await vi.waitFor(() => expect(control('accept')).not.toBeNull());
  control('accept')!.click();
  await vi.waitFor(() => expect(written()).toBe(5));
  expect(part(figure, 'source').textContent).toBe('precomputed + live · Fixture · q8');
  await vi.waitFor(() => expect(part(figure, 'controls').textContent).toContain('the last one in 2.5 ms'));
});

test('keys go from token to token, and to what each could have been, which can be taken instead', async () => {
  expect(title()).toContain('position 9');
  press(figure, 'ArrowLeft');
  press(figure, 'ArrowLeft');
  await vi.waitFor(() => expect(title()).toContain('position 7'));
  expect(control('choose')).toBeNull();
  press(figure, 'ArrowDown');
  await vi.waitFor(() => expect(control('choose')).not.toBeNull());
  const label = control('choose')!.textContent.trim();
  control('choose')!.click();
  await vi.waitFor(() => expect(written()).toBe(2));
  expect(label).toContain(part(figure, 'drawing').querySelector('.gf-by-reader')!.textContent);
  const drawing = part(figure, 'drawing');
  drawing.querySelector<HTMLElement>('[data-left]')!.click();
  await vi.waitFor(() => expect(written()).toBe(4));
});

test('a press on a written token shows its list', async () => {
  part(figure, 'drawing').querySelector<HTMLElement>('[data-written="0"]')!.click();
  await vi.waitFor(() => expect(title()).toContain('position 6'));
});

test('temperature holds for what is drawn from now on', async () => {
  const { live } = registry.site;
  await live.ask('embedded');
  await live.accept();
  const slider = control('temperature') as unknown as HTMLInputElement;
  slider.value = '0';
  slider.dispatchEvent(new Event('input'));
  await press2('step', 5);
  expect(title()).toContain('temperature 0: the best token is taken');
  press(figure, 'ArrowLeft');
  await vi.waitFor(() => expect(title()).toContain('temperature 0.8'));
});
