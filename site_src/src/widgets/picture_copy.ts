import { declarations, type Sheet } from './picture_styles';

const SVG = 'http://www.w3.org/2000/svg';

/** A copy of what is seen of an element that needs no style sheet but `sheet`: null of what is not shown. */
export function copyOf(element: Element, sheet: Sheet, parent: CSSStyleDeclaration | null = null): Element | null {
  const style = getComputedStyle(element);
  if (style.display === 'none') return null;
  if (element instanceof HTMLCanvasElement) return imageOf(element, style, sheet, parent);
  const isShape = element.namespaceURI === SVG && element.tagName !== 'svg';
  const copy = element.ownerDocument.createElementNS(element.namespaceURI, element.localName);
  for (const { name, value } of element.attributes) if (isDrawn(element, name)) copy.setAttribute(name, value);
  const sized = !isShape && (element.tagName === 'svg' || !element.hasChildNodes());
  copy.setAttribute(
    'class',
    sheet.classOf(declarations(style, parent, isShape ? 'shape' : sized ? 'sized box' : 'box')),
  );
  const children = [...element.childNodes].map((child) =>
    child instanceof Element ? copyOf(child, sheet, style) : child instanceof Text ? child.cloneNode() : null,
  );
  const all = [pseudo(element, '::before', style, sheet), ...children, pseudo(element, '::after', style, sheet)];
  copy.append(...all.filter((child) => child !== null));
  return copy;
}

/** Of a shape everything that draws it; of a box what no style says. */
function isDrawn({ namespaceURI }: Element, name: string): boolean {
  if (namespaceURI !== SVG) return name === 'colspan' || name === 'rowspan' || name === 'dir' || name === 'lang';
  return !/^(class|style|role|tabindex|title|data-.*|aria-.*)$/.test(name);
}

/** What a style sheet adds before or after an element's content becomes content. */
function pseudo(
  element: Element,
  which: '::before' | '::after',
  parent: CSSStyleDeclaration,
  sheet: Sheet,
): Element | null {
  const style = getComputedStyle(element, which);
  const text = /^"(.*)"$/.exec(style.content)?.[1];
  if (element.namespaceURI === SVG || text === undefined || style.display === 'none') return null;
  const copy = element.ownerDocument.createElement('span');
  copy.className = sheet.classOf(declarations(style, parent, text === '' ? 'sized box' : 'box'));
  copy.textContent = text;
  return copy;
}

function imageOf(
  canvas: HTMLCanvasElement,
  style: CSSStyleDeclaration,
  sheet: Sheet,
  parent: CSSStyleDeclaration | null,
): Element {
  const image = canvas.ownerDocument.createElement('img');
  image.src = canvas.toDataURL();
  image.className = sheet.classOf(declarations(style, parent, 'sized box'));
  return image;
}
