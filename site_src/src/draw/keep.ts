import { joinStrings, svg, type Attributes, type Child } from './element';
import type { Context } from './types';

/** What was made under this name, if it was of the same; else it is made. */
export function keep<Made>({ kept }: Context, name: string, of: readonly unknown[], make: () => Made): Made {
  const known = kept?.get(name);
  if (known && isSame(known.of, of)) return known.made as Made;
  const made = make();
  kept?.set(name, { of, made });
  return made;
}

/**
 * The shape that was drawn under this name, brought up to date; else a new one. Only what has changed is written: a browser
 * takes longer to take shapes out and put others in than to draw them. A name stands for one shape of a drawing.
 */
export function redraw(
  context: Context,
  name: string,
  tag: string,
  attributes: Attributes = {},
  ...children: readonly Child[]
): Element {
  const known = context.kept?.get(name);
  const element = known ? (known.made as Element) : svg(context, tag, attributes, ...children);
  if (known) {
    const [before, content] = known.of as [Attributes, readonly Child[]];
    update(element, before, attributes);
    if (!isSame(content, children)) arrange(element, children);
  }
  context.kept?.set(name, { of: [attributes, children], made: element });
  return element;
}

function update(element: Element, before: Attributes, after: Attributes): void {
  for (const [name, value] of Object.entries(after)) {
    if (value === before[name]) continue;
    if (value === null || value === undefined || value === false) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const name of Object.keys(before)) if (!(name in after)) element.removeAttribute(name);
}

/** Gives an element these children, in this order. Those that it has already stay where they are. */
export function arrange(parent: Element, children: readonly Child[]): void {
  const wanted = joinStrings(children);
  const [text] = wanted;
  if (wanted.length === 1 && typeof text === 'string' && parent.childNodes.length === 1 && !parent.firstElementChild) {
    parent.firstChild!.nodeValue = text;
    return;
  }
  const stays = new Set<Node | string>(wanted);
  for (const node of [...parent.childNodes]) if (!stays.has(node)) node.remove();
  let next = parent.firstChild;
  for (const child of wanted) {
    const node = typeof child === 'string' ? parent.ownerDocument.createTextNode(child) : child;
    if (node === next) next = next.nextSibling;
    else parent.insertBefore(node, next);
  }
}

const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
