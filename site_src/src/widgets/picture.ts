import { copyOf } from './picture_copy';
import { Sheet } from './picture_styles';

const SVG = 'http://www.w3.org/2000/svg';
const MARGIN = 24;
const TITLE = { size: 18, line: 26, weight: 600 };
const SOURCE = { size: 14, line: 21, weight: 400 };
const FONT = 'system-ui, sans-serif';

/** What stands above and below a picture that leaves its page. */
export interface Caption {
  readonly title: string;
  readonly source: string;
  /** Where the picture comes from. */
  readonly address: string;
}

/**
 * A drawing as an SVG file, as it is seen: its colours, its width, a title above and its source below. Nothing in it is
 * fetched. Pictures stay shapes that other programs can edit; tables and text around them are HTML inside it.
 */
export function pictureOf(drawing: HTMLElement, { title, source, address }: Caption): string {
  const { ownerDocument: document } = drawing;
  const shown = getComputedStyle(drawing);
  const width = drawing.clientWidth;
  const sheet = new Sheet();
  const root = document.createElementNS(SVG, 'svg');
  const style = document.createElementNS(SVG, 'style');
  const ground = element(root, 'rect', { width: '100%', height: '100%', fill: groundOf(drawing) });
  let y = MARGIN;
  y = words(root, title, { ...TITLE, width, y, colour: shown.color }) + MARGIN / 2;
  for (const part of partsOf(drawing)) y = place(root, part, sheet, width, y);
  y = words(root, source, { ...SOURCE, width, y: y + MARGIN / 2, colour: shown.color }) + MARGIN;
  const [whole, height] = [width + 2 * MARGIN, Math.ceil(y)];
  Object.entries({ width: whole, height, viewBox: `0 0 ${whole} ${height}` }).forEach(([name, value]) =>
    root.setAttribute(name, String(value)),
  );
  style.textContent = sheet.text('foreignObject');
  ground.before(style);
  style.before(element(root, 'title', {}, title), element(root, 'desc', {}, `${source}\n${address}`));
  return new XMLSerializer().serializeToString(root);
}

/** The pictures, and what is not one, from top to bottom. */
function partsOf(drawing: HTMLElement): Element[] {
  const whole = drawing.firstElementChild;
  const parts = whole ? [...whole.children] : [];
  return parts.flatMap((part) => {
    const shown = [...part.children].filter((child) => child.getClientRects().length > 0);
    return shown.length === 1 && shown[0] instanceof SVGSVGElement ? shown : [part];
  });
}

/** Puts a part below what is there already; returns where it ends. */
function place(root: SVGElement, part: Element, sheet: Sheet, width: number, y: number): number {
  const copy = copyOf(part, sheet);
  if (!copy) return y;
  if (part instanceof SVGSVGElement) {
    const box = part.getBoundingClientRect();
    const x = MARGIN + (width - box.width) / 2;
    const place = { x, y, width: box.width, height: box.height, overflow: 'visible' };
    Object.entries(place).forEach(([name, value]) => copy.setAttribute(name, String(value)));
    root.append(copy);
    return y + box.height;
  }
  const height = heightOf(copy, sheet, width);
  const frame = element(root, 'foreignObject', {
    x: String(MARGIN),
    y: String(y),
    width: String(width),
    height: String(height),
  });
  frame.append(copy);
  return y + height;
}

/** How high a copy becomes in the fonts of this machine, away from the page's style sheets. */
function heightOf(copy: Element, sheet: Sheet, width: number): number {
  const { body } = copy.ownerDocument;
  const host = copy.ownerDocument.createElement('div');
  const style = copy.ownerDocument.createElement('style');
  style.textContent = `:host{all:initial;position:absolute;visibility:hidden;width:${width}px}${sheet.text(':host')}`;
  host.attachShadow({ mode: 'open' }).append(style, copy);
  body.append(host);
  const { bottom } = copy.getBoundingClientRect();
  const height = bottom - host.getBoundingClientRect().top;
  host.remove();
  return Math.ceil(height);
}

interface Line {
  readonly size: number;
  readonly line: number;
  readonly weight: number;
  readonly width: number;
  readonly y: number;
  readonly colour: string;
}

/** Writes a text in as many lines as the width asks for; returns where they end. */
function words(root: SVGElement, text: string, { size, line, weight, width, y, colour }: Line): number {
  const pen = root.ownerDocument.createElement('canvas').getContext('2d')!;
  pen.font = `${weight} ${size}px ${FONT}`;
  const rows: string[] = [];
  for (const word of text.split(/(?<=\s|[\u3000-\u9fff])/)) {
    const longer = `${rows.at(-1) ?? ''}${word}`;
    if (rows.length === 0 || pen.measureText(longer.trimEnd()).width > width) rows.push(word);
    else rows[rows.length - 1] = longer;
  }
  const style = { fill: colour, 'font-size': String(size), 'font-weight': String(weight), 'font-family': FONT };
  rows.forEach((row, i) =>
    element(root, 'text', { x: String(MARGIN), y: String(y + i * line + size), ...style }, row.trimEnd()),
  );
  return y + rows.length * line;
}

/** The colour that is seen behind the drawing. */
function groundOf(drawing: Element): string {
  for (let at: Element | null = drawing; at; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at);
    if (!/^(transparent|rgba\(.*, 0\))$/.test(backgroundColor)) return backgroundColor;
  }
  return 'white';
}

function element(root: SVGElement, name: string, attributes: Readonly<Record<string, string>>, text = ''): SVGElement {
  const made = root.ownerDocument.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  made.textContent = text;
  root.append(made);
  return made;
}
