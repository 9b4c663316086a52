// @vitest-environment happy-dom
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Live, registry, type Session } from '../session';
import { FakeEngine } from '../session/testing';
import { GfTour } from './gf-tour';

const step = (title: string, show: string, point: string): string =>
  `<li data-show="${show}" data-point="${point}"><p class="gf-tour-title">${title}</p><input></li>`;

async function open(): Promise<{ tour: GfTour; session: Session }> {
  const page = document.createElement('article');
  page.innerHTML = `<gf-tour model="embedded" model-name="Small">
    <p data-part="start"></p><section data-part="card"><div data-part="bar"></div><details data-part="all">
    <ol class="gf-tour-steps">${step('One', 'prompt=a', 'tokens')}${step('Two', 'prompt=a&part=mlp&top_k=5', 'first')}
    ${step('Three', 'prompt=a', 'mlp')}</ol></details></section></gf-tour>`;
  document.body.replaceChildren(page);
  const tour = document.querySelector<GfTour>('gf-tour')!;
  await tour.updateComplete;
  return { tour, session: registry.sessionOf(tour) };
}

const control = (tour: GfTour, name: string): HTMLElement | null => tour.querySelector(`[data-control="tour-${name}"]`);

const label = (tour: GfTour, name: string): string => control(tour, name)!.textContent.trim();

async function press(tour: GfTour, name: string): Promise<void> {
  control(tour, name)!.click();
  await tour.updateComplete;
}

async function key(tour: GfTour, name: string, on = '[data-part="bar"]'): Promise<void> {
  const event = new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true });
  tour.querySelector(on)!.dispatchEvent(event);
  await tour.updateComplete;
}

const shown = (tour: GfTour): (string | undefined)[] =>
  [...tour.querySelectorAll('[data-current] .gf-tour-title')].map((title) => title.textContent);

beforeAll(() => {
  customElements.define('gf-tour', GfTour);
  const missing = (): Promise<never> => Promise.reject(new Error());
  const nothing = { index: missing, open: missing, file: missing };
  registry.start({ library: nothing, live: new Live(() => Promise.resolve(new FakeEngine()), null) });
});

beforeEach(() => {
  localStorage.clear();
  vi.stubGlobal('ResizeObserver', class { observe = vi.fn(); disconnect = vi.fn(); }); // prettier-ignore
});
afterEach(() => document.body.replaceChildren());

describe('gf-tour', () => {
  it('opens at its first step, in words and in what the picture is asked to show', async () => {
    const { tour, session } = await open();
    expect([tour.dataset.state, label(tour, 'start')]).toEqual(['closed', 'Take the guided tour']);
    await press(tour, 'start');
    expect([tour.dataset.state, shown(tour)]).toEqual(['open', ['One']]);
    expect(session.guide.state).toMatchObject({ step: 1, show: { prompt: 'a' }, point: 'tokens' });
    expect(tour.querySelector('[role="status"]')!.textContent).toBe('Step 1 of 3: One');
    expect(document.activeElement?.getAttribute('data-part')).toBe('title');
    await press(tour, 'next');
    expect(session.guide.state).toMatchObject({ step: 2, show: { part: 'mlp', topK: 5 }, point: 'first' });
  });

  it('goes by arrow keys and by its list, and no further back than the first', async () => {
    const { tour, session } = await open();
    await press(tour, 'start');
    await press(tour, 'back');
    expect([session.guide.state.step, control(tour, 'back')!.getAttribute('aria-disabled')]).toEqual([1, 'true']);
    await key(tour, 'ArrowRight');
    expect(shown(tour)).toEqual(['Two']);
    await key(tour, 'ArrowRight', 'li[data-current] input');
    expect(shown(tour)).toEqual(['Two']);
    await key(tour, 'ArrowLeft');
    const list = control(tour, 'step') as HTMLSelectElement;
    list.selectedIndex = 2;
    list.dispatchEvent(new Event('change'));
    await tour.updateComplete;
    expect(shown(tour)).toEqual(['Three']);
  });

  it('remembers the step, and offers to go on or to start again', async () => {
    const first = await open();
    await press(first.tour, 'start');
    await press(first.tour, 'next');
    await key(first.tour, 'Escape');
    expect(first.tour.dataset.state).toBe('closed');
    const { tour, session } = await open();
    expect(label(tour, 'start')).toBe('Go on at step 2');
    await press(tour, 'start');
    expect(session.guide.state.step).toBe(2);
    await press(tour, 'close');
    await press(tour, 'again');
    expect(session.guide.state.step).toBe(1);
  });

  it('is over after the last step, and forgets the place', async () => {
    const { tour, session } = await open();
    session.guide.go(3);
    await tour.updateComplete;
    expect(control(tour, 'next')!.textContent).toContain('Finish');
    await press(tour, 'next');
    expect([session.guide.state.step, label(tour, 'start')]).toEqual([null, 'Take the guided tour']);
    expect(document.activeElement).toBe(control(tour, 'start'));
  });

  it('offers the reader’s own view after the tour', async () => {
    const { tour, session } = await open();
    await press(tour, 'start');
    session.guide.keep({ text: 'mine' });
    await press(tour, 'close');
    await press(tour, 'own');
    expect([session.guide.state.show, control(tour, 'own')]).toEqual([{ text: 'mine' }, null]);
  });

  it('folds its text away, and says whose numbers they are where another model is shown', async () => {
    const { tour, session } = await open();
    await press(tour, 'start');
    await press(tour, 'fold');
    expect([tour.hasAttribute('data-folded'), control(tour, 'fold')!.getAttribute('aria-label')]).toEqual([
      true,
      'Show the text',
    ]);
    expect(tour.querySelector('.gf-tour-note')).toBeNull();
    session.live.settings.change({ model: 'large' });
    await tour.updateComplete;
    expect(tour.querySelector('.gf-tour-note')!.textContent).toContain('those of Small');
  });
});
