// @vitest-environment happy-dom
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi, type Mock } from 'vitest';
import { Live, registry, type Library } from '../session';
import { FakeEngine } from '../session/testing';
import { fixtureTrace } from '../trace/fixture';
import type { Trace } from '../trace/types';
import { GfAttention } from './gf-attention';
import { GfTokens } from './gf-tokens';
import { stubViewport } from './testing';

const trace = fixtureTrace();
const figure = (
  kind: string,
  spec: object,
): string => `<gf-${kind} model="embedded" prompt="${trace.meta.prompt}" spec='${JSON.stringify(spec)}'>
  <div data-part="controls"></div><div data-part="drawing">static</div><p data-part="source"></p>
  <details data-part="table"><div data-part="table-body">static table</div></details></gf-${kind}>`;

let library: Pick<Library, 'index' | 'file'> & { open: Mock<(model: string, prompt: string) => Promise<Trace>> };
let tokens: GfTokens;
let attention: GfAttention;

const ready = (element: HTMLElement) => vi.waitFor(() => expect(element.dataset.state).toBe('ready'));
const part = (element: Element, name: string): HTMLElement => element.querySelector(`[data-part="${name}"]`)!;

beforeAll(() => {
  stubViewport();
  customElements.define('gf-tokens', GfTokens);
  customElements.define('gf-attention', GfAttention);
});

beforeEach(() => {
  const never = () => Promise.reject(new Error('not asked for'));
  library = { index: never, open: vi.fn(() => Promise.resolve(trace)), file: never };
  registry.start({ library, live: new Live(() => Promise.resolve(new FakeEngine()), null) });
  document.body.innerHTML = `<article>${figure('tokens', {})}${figure('attention', { position: 2 })}</article>`;
  tokens = document.querySelector('gf-tokens')!;
  attention = document.querySelector('gf-attention')!;
});

afterEach(() => document.body.replaceChildren());

describe('a figure', () => {
  it('keeps the static picture until its trace is there', async () => {
    let arrive = (_trace: Trace): void => undefined;
    library.open.mockReturnValueOnce(new Promise((resolve) => (arrive = resolve)));
    document.body.innerHTML = `<article>${figure('tokens', {})}</article>`;
    tokens = document.querySelector('gf-tokens')!;
    await tokens.updateComplete;
    expect(part(tokens, 'drawing').textContent).toBe('static');
    arrive(trace);
    await ready(tokens);
    expect(part(tokens, 'drawing').textContent).not.toContain('static');
    expect(part(tokens, 'source').textContent).toBe(`precomputed · ${trace.meta.model.name} · ${trace.meta.variant}`);
  });

  it('is marked as busy while what it needs is long in coming, and not before', async () => {
    await ready(attention);
    let come = (): void => undefined;
    const layer = await trace.layer(0);
    vi.spyOn(trace, 'layer').mockReturnValueOnce(new Promise((resolve) => (come = () => resolve(layer))));
    registry.sessionOf(attention).set({ block: 0 });
    await attention.updateComplete;
    expect(attention.ariaBusy).toBe('false');
    await vi.waitFor(() => expect(attention.ariaBusy).toBe('true'));
    come();
    await vi.waitFor(() => expect(attention.ariaBusy).toBe('false'));
  });

  it('keeps it, and offers to try again, when the trace cannot be had', async () => {
    library.open.mockRejectedValueOnce(new Error('the server answered 500'));
    document.body.innerHTML = `<article>${figure('tokens', {})}</article>`;
    tokens = document.querySelector('gf-tokens')!;
    await vi.waitFor(() => expect(tokens.dataset.state).toBe('failed'));
    expect(part(tokens, 'drawing').textContent).toBe('static');
    expect(part(tokens, 'controls').textContent).toContain('the server answered 500');
    tokens.querySelector<HTMLButtonElement>('[data-control="try-again"]')!.click();
    await ready(tokens);
  });

  it('draws its table when it is opened, not before', async () => {
    await ready(tokens);
    expect(part(tokens, 'table-body').textContent).toBe('static table');
    const table = part(tokens, 'table') as HTMLDetailsElement;
    table.open = true;
    table.dispatchEvent(new Event('toggle'));
    expect(part(tokens, 'table-body').textContent).toContain('·sat');
    expect(part(tokens, 'table-body').textContent).not.toContain('static');
  });

  it('shows what was chosen in another figure of its page', async () => {
    await Promise.all([ready(tokens), ready(attention)]);
    tokens.querySelector<HTMLElement>('[data-position="1"]')!.click();
    await vi.waitFor(() => {
      const query = attention.querySelector('.gf-row-label.gf-selected');
      expect(query?.getAttribute('data-query')).toBe('1');
    });
  });

  it('gives its choices back on reset, and only its own', async () => {
    await Promise.all([ready(tokens), ready(attention)]);
    const reset = (): HTMLButtonElement => attention.querySelector('[data-control="reset"]')!;
    expect(reset().disabled).toBe(true);
    registry.sessionOf(attention).set({ head: 1, temperature: 0.5 });
    await vi.waitFor(() => expect(reset().disabled).toBe(false));
    reset().click();
    expect(registry.sessionOf(attention).state.choices).toEqual({ temperature: 0.5 });
  });

  it('stops listening when its page is gone', async () => {
    await ready(tokens);
    const session = registry.sessionOf(tokens);
    document.body.replaceChildren();
    library.open.mockClear();
    session.chooseExample('other');
    expect(library.open).not.toHaveBeenCalled();
  });
});

describe('gf-attention', () => {
  const press = (key: string): boolean =>
    part(attention, 'drawing').dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));

  it('has names for the drawing and the buttons, and a hint for the keys', async () => {
    await ready(attention);
    const drawing = part(attention, 'drawing');
    expect(drawing.getAttribute('aria-label')).toBe('Attention weights');
    expect(document.getElementById(drawing.getAttribute('aria-describedby')!)?.textContent).toContain('Arrow keys');
    const names = [...attention.querySelectorAll('.gf-step')].map((step) => step.getAttribute('aria-label'));
    expect(names).toContain('Previous query');
    expect(names).toContain('Next head');
  });

  it('moves by arrow keys inside the text, and leaves other keys alone', async () => {
    await ready(attention);
    expect(press('ArrowLeft')).toBe(false);
    expect(registry.sessionOf(attention).state.choices).toEqual({ position: 2, key: 2 });
    await attention.updateComplete;
    expect(press('Tab')).toBe(true);
  });

  it('chooses block and head where all heads are shown, by a press and by keys', async () => {
    document.body.innerHTML = `<article>${figure('attention', { show: 'all' })}</article>`;
    attention = document.querySelector('gf-attention')!;
    await ready(attention);
    attention.querySelector<HTMLElement>('[data-block="1"][data-head="2"]')!.click();
    const session = registry.sessionOf(attention);
    expect(session.state.choices).toEqual({ block: 1, head: 2 });
    await vi.waitFor(() => expect(attention.querySelector('li.gf-selected')?.textContent).toBe('1.2'));
    const after = attention.querySelector('li.gf-selected + li');
    const before = attention.querySelector('li:has(+ li.gf-selected)');
    press(after ? 'ArrowRight' : 'ArrowLeft');
    const { block, head } = session.state.choices;
    expect(`${block}.${head}`).toBe((after ?? before)!.textContent);
  });

  it('keeps a head of its own where its author says so, and follows the text all the same', async () => {
    document.body.innerHTML = `<article>${figure('attention', {})}${figure('attention', { head: 1, follow: 'text' })}</article>`;
    const [other, own] = document.querySelectorAll<GfAttention>('gf-attention');
    await Promise.all([ready(other!), ready(own!)]);
    const shows = (element: Element, what: string) =>
      vi.waitFor(() => expect(element.querySelector('.gf-matrix-part .gf-part-title')?.textContent).toContain(what));
    const row = (element: Element) => element.querySelector('.gf-row-label.gf-selected')?.getAttribute('data-query');
    const session = registry.sessionOf(own!);
    session.set({ block: 1, head: 0, position: 1 });
    await shows(other!, 'Block 1, head 0');
    await vi.waitFor(() => expect(row(own!)).toBe('1'));
    await shows(own!, 'Block 0, head 1');

    own!.querySelector<HTMLElement>('[data-head="0"]')!.click();
    await shows(own!, 'Block 0, head 0');
    expect(session.state.choices).toEqual({ block: 1, head: 0, position: 1 });
    own!.querySelector<HTMLElement>('[data-control="reset"]')!.click();
    await shows(own!, 'Block 0, head 1');
    expect(session.state.choices).toEqual({ block: 1, head: 0 });
  });
});
