// @vitest-environment happy-dom
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { registry } from '../session';
import { GfEmbedding } from './gf-embedding';
import { GfMlp } from './gf-mlp';
import { GfNeighbours } from './gf-neighbours';
import { GfQkv } from './gf-qkv';
import { openFigure, part, press, stubViewport } from './testing';

const choices = (figure: Element) => registry.sessionOf(figure).state.choices;
const status = (figure: Element) => part(figure, 'controls').querySelector('[role=status]')?.textContent;
const reset = (figure: Element): void => figure.querySelector<HTMLElement>('[data-control="reset"]')!.click();

beforeAll(() => {
  stubViewport();
  customElements.define('gf-embedding', GfEmbedding);
  customElements.define('gf-neighbours', GfNeighbours);
  customElements.define('gf-qkv', GfQkv);
  customElements.define('gf-mlp', GfMlp);
});

afterEach(() => document.body.replaceChildren());

it('embedding: reads the number that is pressed, and moves by keys', async () => {
  const figure = await openFigure('embedding', { position: 2 });
  const readout = () => figure.querySelector('.gf-readout')?.textContent;
  const strip = figure.querySelector<HTMLElement>('.gf-vector')!;
  vi.spyOn(strip, 'getBoundingClientRect').mockReturnValue({ left: 0, width: 120 } as DOMRect);
  strip.dispatchEvent(new MouseEvent('click', { bubbles: true, clientX: 35 }));
  await vi.waitFor(() => expect(readout()).toMatch(/^Number 3:/));
  press(figure, 'ArrowLeft');
  await vi.waitFor(() => expect(readout()).toMatch(/^Number 2:/));
  press(figure, 'ArrowDown');
  expect(choices(figure)).toEqual({ position: 3, key: null });
  reset(figure);
  await vi.waitFor(() => expect(choices(figure)).toEqual({}));
});

it('neighbours: chooses another token of the text', async () => {
  const figure = await openFigure('neighbours', { position: 2 });
  figure.querySelector<HTMLElement>('tr[data-position="4"]')!.click();
  expect(choices(figure)).toEqual({ position: 4, key: null });
  await vi.waitFor(() => expect(status(figure)).toContain('Nearest to “·the”'));
});

it('qkv: works out another of the three, by press, button and key', async () => {
  const figure = await openFigure('qkv', { block: 0, head: 1, position: 2 });
  figure.querySelector<HTMLElement>('[data-vector="v"]')!.click();
  await vi.waitFor(() => expect(status(figure)).toMatch(/number \d of v at/));
  press(figure, 'ArrowUp');
  await vi.waitFor(() => expect(status(figure)).toMatch(/number \d of k at/));
  figure.querySelector<HTMLElement>('[data-control="vector"][data-value="v"]')!.click();
  await vi.waitFor(() => expect(status(figure)).toMatch(/number \d of v at/));
  reset(figure);
  await vi.waitFor(() => expect(status(figure)).toMatch(/number \d of q at/));
});

it('mlp: works out another neuron, by press and key', async () => {
  const figure = await openFigure('mlp', { block: 0, position: 2 });
  const listed = [...figure.querySelectorAll<HTMLElement>('tr[data-neuron]')];
  const number = (index: number): string => listed[index]!.dataset.neuron!;
  listed[2]!.click();
  await vi.waitFor(() => expect(status(figure)).toContain(`neuron ${number(2)} goes`));
  press(figure, 'ArrowUp');
  await vi.waitFor(() => expect(status(figure)).toContain(`neuron ${number(1)} goes`));
  press(figure, 'ArrowRight');
  expect(choices(figure)).toEqual({ position: 3, key: null });
});
