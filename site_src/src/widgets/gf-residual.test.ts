// @vitest-environment happy-dom
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { registry } from '../session';
import { GfResidual } from './gf-residual';
import { openFigure, part, press, stubViewport } from './testing';

let figure: GfResidual;
const choices = () => registry.sessionOf(figure).state.choices;

beforeAll(() => {
  stubViewport();
  customElements.define('gf-residual', GfResidual);
});

beforeEach(async () => {
  figure = await openFigure<GfResidual>('residual', { block: 0, position: 2 });
});

afterEach(() => document.body.replaceChildren());

it('chooses a block by a press on the chart or on its lines', async () => {
  figure.querySelector<HTMLElement>('.gf-band[data-block="1"]')!.click();
  expect(choices()).toEqual({ block: 1 });
  await vi.waitFor(() => expect(figure.querySelectorAll('tr.gf-selected[data-block="1"]')).toHaveLength(2));
  expect(part(figure, 'controls').querySelector('[role=status]')?.textContent).toContain('Block 1 at “·sat”');
});

it('moves by arrow keys, inside the model and the text', async () => {
  press(figure, 'ArrowLeft');
  expect(choices()).toEqual({});
  press(figure, 'ArrowRight');
  await figure.updateComplete;
  press(figure, 'ArrowUp');
  expect(choices()).toEqual({ block: 1, position: 1, key: null });
});

it('has a list of the tokens and one of the blocks', () => {
  const names = [...figure.querySelectorAll('select')].map((select) => select.dataset.control);
  expect(names).toEqual(['position', 'block']);
});
