import { expect, it, vi } from 'vitest';
import { Lit } from './lit';

it('falls on a figure and its steps', () => {
  const lit = new Lit();
  lit.light(['attention:scaled', 'mlp']);
  const shines = (place: string): boolean => lit.shines([place]);
  expect(['attention', 'attention:scaled', 'mlp'].every(shines)).toBe(true);
  expect(['attention:pattern', 'residual', 'ml'].some(shines)).toBe(false);
  lit.light(['attention']);
  expect(shines('attention:pattern')).toBe(true);
  lit.light([]);
  expect(shines('attention')).toBe(false);
});

it('knows which figures are in the page', () => {
  const lit = new Lit();
  const leave = lit.enter('attention');
  expect(lit.hasFigure(['attention:scaled'])).toBe(true);
  expect(lit.hasFigure(['mlp'])).toBe(false);
  leave();
  expect(lit.hasFigure(['attention:scaled'])).toBe(false);
});

it('lets one figure come into sight, where the reader asked for it', () => {
  const lit = new Lit();
  lit.light(['mlp']);
  expect(lit.claim()).toBe(false);
  lit.light(['mlp'], true);
  expect([lit.claim(), lit.claim()]).toEqual([true, false]);
});

it('tells those who listen', () => {
  const [lit, heard] = [new Lit(), vi.fn()];
  lit.subscribe(heard);
  lit.light(['mlp']);
  expect(heard).toHaveBeenCalledWith({ places: ['mlp'], wanted: false });
});
