/** For the tests of drawings: a document as at build time, full views, and markup that is easy to compare line by line. */
import { parseHTML } from 'linkedom';
import type { View } from '../core/types';
import { fixtureTrace } from '../trace/fixture';
import type { Trace } from '../trace/types';
import type { Context, FigureKind } from './types';
import { completeView } from './view';

export const context: Context = {
  document: parseHTML('<!doctype html><html><body></body></html>').document,
  locale: 'en',
};

/** Draws a figure of a trace (the fixture's unless given) after loading what it needs. */
export async function drawn<Spec extends object>(
  figure: FigureKind<Spec>,
  settings: Partial<View & Spec> = {},
  { trace = fixtureTrace(), locale = context.locale }: { trace?: Trace; locale?: Context['locale'] } = {},
): Promise<{ element: Element; view: View & Spec; trace: Trace }> {
  const view = { ...figure.defaults, ...settings, ...completeView(trace, settings) } as View & Spec;
  await figure.load(trace, view);
  return { element: figure.draw(trace, view, { ...context, locale }), view, trace };
}

export const lines = (element: Element): string => element.outerHTML.replaceAll('><', '>\n<');

export const texts = (element: Element, selector: string): string[] =>
  [...element.querySelectorAll(selector)].map((found) => found.textContent);
