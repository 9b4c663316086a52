import type { Context } from './types';

export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;
export type Child = Element | string | null;

const SVG = 'http://www.w3.org/2000/svg';

/** An HTML element. Attributes that are null, undefined or false are left out; true is written as "". Strings are text. */
export function html(
  context: Context,
  tag: string,
  attributes: Attributes = {},
  ...children: readonly Child[]
): Element {
  return fill(context, context.document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(
  context: Context,
  tag: string,
  attributes: Attributes = {},
  ...children: readonly Child[]
): Element {
  return fill(context, context.document.createElementNS(SVG, tag), attributes, children);
}

function fill(context: Context, element: Element, attributes: Attributes, children: readonly Child[]): Element {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  for (const child of joinStrings(children)) {
    element.appendChild(typeof child === 'string' ? context.document.createTextNode(child) : child);
  }
  return element;
}

/** Neighbouring strings become one: a parser would read them back as one text, and drawings are compared with parsed ones. */
export function joinStrings(children: readonly Child[]): (Element | string)[] {
  const joined: (Element | string)[] = [];
  for (const child of children) {
    const last = joined.at(-1);
    if (child === null || child === '') continue;
    if (typeof child === 'string' && typeof last === 'string') joined[joined.length - 1] = last + child;
    else joined.push(child);
  }
  return joined;
}

/** Class names that apply, in one attribute; null, and so no attribute, where none does. */
export function classes(...names: readonly (string | false | null)[]): string | null {
  return names.filter(Boolean).join(' ') || null;
}

/** A length as a percentage with two decimals, the same in every engine. */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))}%`;
}
