// @vitest-environment happy-dom
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Live, registry } from '../session';
import { FakeEngine } from '../session/testing';
import { GfQuiz } from './gf-quiz';
import { stubViewport } from './testing';

const choice = '<input type="radio" name="a" value="0"><input type="radio" name="a" value="1">';
const cells = [0, 1].map((query) =>
  [0, 1].map((key) => `<i class="gf-cell" data-query="${query}" data-key="${key}"></i>`),
);
const matrix = `<div data-part="controls"></div><div data-part="drawing">
  <b class="gf-row-label">The</b><b class="gf-row-label">cat</b>${cells.flat().join('')}</div>`;

let next = 0;

async function quiz(spec: object, body: string, id = `q${++next}`): Promise<GfQuiz> {
  document.body.innerHTML = `<article><gf-quiz spec='${JSON.stringify({ id, tolerance: 0, ...spec })}'>
    <form data-part="form">${body}<button data-control="check">Check</button><div data-part="verdict"></div></form>
    <details data-part="answer"><summary>Show</summary></details></gf-quiz></article>`;
  const element = document.querySelector<GfQuiz>('gf-quiz')!;
  await element.updateComplete;
  return element;
}

async function check(element: GfQuiz): Promise<void> {
  element.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }));
  await element.updateComplete;
}

const verdict = (element: GfQuiz): string => element.querySelector('[data-part="verdict"]')!.textContent.trim();
const button = (element: GfQuiz): string => element.querySelector('[data-control="check"]')!.textContent;
const isOpen = (element: GfQuiz): boolean => element.querySelector('details')!.open;

beforeAll(() => {
  stubViewport();
  customElements.define('gf-quiz', GfQuiz);
  const never = () => Promise.reject(new Error());
  const nothing = { index: never, open: never, file: never };
  registry.start({ library: nothing, live: new Live(() => Promise.resolve(new FakeEngine()), null) });
});

beforeEach(() => localStorage.clear());
afterEach(() => document.body.replaceChildren());

describe('a choice', () => {
  it.each([
    [1, 'right', '✓ Right.'],
    [0, 'wrong', '✗ Not quite. The answer is below.'],
  ])('of option %i is %s', async (place, state, text) => {
    const element = await quiz({ type: 'choice', answer: 1 }, choice);
    element.querySelectorAll('input')[place]!.checked = true;
    await check(element);
    expect([element.dataset.state, verdict(element), isOpen(element)]).toEqual([state, text, true]);
  });

  it('needs one', async () => {
    const element = await quiz({ type: 'choice', answer: 1 }, choice);
    await check(element);
    expect([verdict(element), isOpen(element)]).toEqual(['Choose an answer first.', false]);
  });

  it('can be made again', async () => {
    const element = await quiz({ type: 'choice', answer: 1 }, choice, 'again');
    element.querySelectorAll('input')[0]!.checked = true;
    await check(element);
    expect(button(element)).toBe('Try again');
    expect(element.querySelector('input')!.disabled).toBe(true);
    await check(element);
    expect([button(element), verdict(element), isOpen(element)]).toEqual(['Check', '', false]);
    expect(element.querySelector('input:checked')).toBeNull();
    expect(localStorage.getItem('glassformer.answers')).not.toContain('again');
  });

  it('is remembered, and what is right stays folded', async () => {
    const first = await quiz({ type: 'choice', answer: 1 }, choice, 'kept');
    first.querySelectorAll('input')[1]!.checked = true;
    await check(first);
    const later = await quiz({ type: 'choice', answer: 1 }, choice, 'kept');
    expect([verdict(later), isOpen(later)]).toEqual(['✓ You answered this right before.', false]);
    expect(later.querySelector<HTMLInputElement>('input:checked')!.value).toBe('1');
    const changed = await quiz({ type: 'choice', answer: 0 }, choice, 'kept');
    expect(changed.dataset.state).toBe('wrong');
  });
});

describe('a number', () => {
  it.each([
    ['50,257', 0, 'right'],
    ['50258', 0, 'wrong'],
    ['50,300', 50, 'right'],
    ['lots', 0, 'empty'],
    ['', 0, 'empty'],
  ])('%j within %i is %s', async (text, tolerance, state) => {
    const element = await quiz({ type: 'number', answer: 50257, tolerance }, '<input>');
    element.querySelector('input')!.value = text;
    await check(element);
    expect(element.dataset.state).toBe(state);
  });
});

describe('a cell', () => {
  const spec = { type: 'cell', answer: [[1, 0]], position: 1 };

  it('is chosen by pressing it', async () => {
    const element = await quiz(spec, matrix);
    element.querySelector<HTMLElement>('[data-query="1"][data-key="0"]')!.click();
    await vi.waitFor(() => expect(verdict(element)).toBe('You chose: cat looks at The.'));
    await check(element);
    expect(element.dataset.state).toBe('right');
  });

  it('is chosen by arrow keys, which stay inside', async () => {
    const element = await quiz(spec, matrix);
    const drawing = element.querySelector('[data-part="drawing"]')!;
    for (const key of ['ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowRight'])
      drawing.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    await vi.waitFor(() => expect(verdict(element)).toBe('You chose: The looks at cat.'));
  });

  it('is chosen from lists', async () => {
    const element = await quiz(spec, matrix);
    const list = element.querySelector<HTMLSelectElement>('[data-control="key"]')!;
    list.selectedIndex = 2;
    list.dispatchEvent(new Event('change'));
    await vi.waitFor(() => expect(verdict(element)).toBe('You chose: cat looks at cat.'));
    await check(element);
    expect(element.dataset.state).toBe('wrong');
    expect(element.querySelector('.gf-chosen')!.getAttribute('data-key')).toBe('1');
  });
});

describe('a pick', () => {
  const spec = { type: 'pick', pick: 'head', answer: [[2]] };

  it('is what the reader chooses in the page’s figures', async () => {
    const element = await quiz(spec, '');
    const session = registry.sessionOf(element);
    await check(element);
    expect(verdict(element)).toBe('Pick one in the picture first.');
    session.set({ head: 2 });
    await check(element);
    expect([element.dataset.state, isOpen(element)]).toEqual(['right', true]);
    await check(element);
    session.set({ head: 1 });
    await element.updateComplete;
    expect(verdict(element)).toBe('You picked head 1.');
    await check(element);
    expect(element.dataset.state).toBe('wrong');
  });

  it('is not what a guided tour shows', async () => {
    const element = await quiz(spec, '');
    const session = registry.sessionOf(element);
    session.guide.offer([{ show: { head: 4 }, point: 'heads' }]);
    session.guide.go(1);
    session.set({ head: 4 });
    await check(element);
    expect(element.dataset.state).toBe('empty');
  });
});
