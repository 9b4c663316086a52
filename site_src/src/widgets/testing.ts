/** For the tests of elements: a viewport that everything is near to, and pages of static HTML. */
import { expect, vi } from 'vitest';
import { Live, registry } from '../session';
import { FakeEngine } from '../session/testing';
import { fixtureTrace } from '../trace/fixture';
import type { Trace } from '../trace/types';

export function stubViewport(): void {
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(readonly seen: (entries: { isIntersecting: boolean }[]) => void) {}
      observe = (): void => this.seen([{ isIntersecting: true }]);
      disconnect = (): void => undefined;
    },
  );
}

export const part = (element: Element, name: string): HTMLElement => element.querySelector(`[data-part="${name}"]`)!;

/** A page with one figure of a trace (the fixture's unless given), and the figure's element when it is interactive. */
export async function openFigure<Figure extends HTMLElement>(
  kind: string,
  spec: object,
  trace: Trace = fixtureTrace(),
): Promise<Figure> {
  const never = () => Promise.reject(new Error('not asked for'));
  const library = { index: never, open: () => Promise.resolve(trace), file: never };
  registry.start({ library, live: new Live(() => Promise.resolve(new FakeEngine()), null) });
  document.body.innerHTML = `<article><gf-${kind} model="embedded" prompt="${trace.meta.prompt}"
    spec='${JSON.stringify(spec)}'><div data-part="controls"></div><div data-part="drawing">static</div>
    <p data-part="source"></p><details data-part="table"><div data-part="table-body"></div></details></gf-${kind}></article>`;
  const figure = document.querySelector<Figure>(`gf-${kind}`)!;
  await vi.waitFor(() => expect(figure.dataset.state).toBe('ready'));
  return figure;
}

/** Presses a key while the drawing has the focus; whether its usual effect stays. */
export const press = (figure: Element, key: string): boolean =>
  part(figure, 'drawing').dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));
