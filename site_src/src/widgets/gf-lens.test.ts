// @vitest-environment happy-dom
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { registry } from '../session';
import { GfLens } from './gf-lens';
import { openFigure, part, press, stubViewport } from './testing';

let figure: GfLens;
const choices = () => registry.sessionOf(figure).state.choices;
const followed = (): HTMLSelectElement => figure.querySelector('[data-control="tracked"]')!;
const status = () => part(figure, 'controls').querySelector('[role=status]')?.textContent;

beforeAll(() => {
  stubViewport();
  customElements.define('gf-lens', GfLens);
});

beforeEach(async () => {
  figure = await openFigure<GfLens>('lens', { block: 0, position: 2 });
});

afterEach(() => document.body.replaceChildren());

it('chooses a token and a block by a press on a cell', () => {
  figure.querySelector<HTMLElement>('.gf-lens-cell[data-layer="2"][data-position="4"]')!.click();
  expect(choices()).toEqual({ block: 1, position: 4, key: null });
});

it('chooses the token alone where no block has run yet', () => {
  figure.querySelector<HTMLElement>('.gf-lens-cell[data-layer="0"][data-position="1"]')!.click();
  expect(choices()).toEqual({ position: 1, key: null });
});

it('follows the text’s next token, or another, until it is reset', async () => {
  expect(followed().selectedOptions[0]!.textContent).toBe('·on, next in the text');
  followed().selectedIndex = 3;
  followed().dispatchEvent(new Event('change'));
  const token = followed().options[3]!.textContent.split('  ')[1]!;
  await vi.waitFor(() => expect(status()).toContain(`“${token}” has rank`));
  figure.querySelector<HTMLElement>('[data-control="reset"]')!.click();
  await vi.waitFor(() => expect(status()).toContain('“·on” has rank'));
});

it('moves by arrow keys, inside the model and the text', async () => {
  press(figure, 'ArrowUp');
  expect(choices()).toEqual({});
  press(figure, 'ArrowDown');
  await figure.updateComplete;
  press(figure, 'ArrowRight');
  expect(choices()).toEqual({ block: 1, position: 3, key: null });
});
