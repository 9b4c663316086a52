/** Styles as a file of its own needs them: what the page's style sheets come to, without the sheets. */

/** What children take over from their parent, unless they say otherwise. */
const INHERITED = [
  'border-collapse',
  'border-spacing',
  'caption-side',
  'color',
  'fill',
  'fill-opacity',
  'font-size',
  'font-style',
  'font-variant-numeric',
  'font-weight',
  'image-rendering',
  'letter-spacing',
  'line-height',
  'list-style-type',
  'overflow-wrap',
  'paint-order',
  'shape-rendering',
  'stroke',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-width',
  'text-align',
  'text-anchor',
  'visibility',
  'white-space',
  'writing-mode',
] as const;

/** What they do not, with the value that each has where nothing is said. */
const OWN: Readonly<Record<string, string>> = {
  opacity: '1',
  transform: 'none',
  'vector-effect': 'none',
};

const OWN_OF_BOXES: Readonly<Record<string, string>> = {
  ...OWN,
  display: '',
  'box-sizing': 'content-box',
  position: 'static',
  'z-index': 'auto',
  'aspect-ratio': 'auto',
  'min-width': 'auto',
  'min-height': 'auto',
  'max-width': 'none',
  'margin-top': '0px',
  'margin-right': '0px',
  'margin-bottom': '0px',
  'margin-left': '0px',
  'padding-top': '0px',
  'padding-right': '0px',
  'padding-bottom': '0px',
  'padding-left': '0px',
  'border-top': '',
  'border-right': '',
  'border-bottom': '',
  'border-left': '',
  'border-radius': '0px',
  'background-color': 'rgba(0, 0, 0, 0)',
  'background-image': 'none',
  'background-size': 'auto',
  'background-position': '0% 0%',
  'background-repeat': 'repeat',
  'box-shadow': 'none',
  'clip-path': 'none',
  'mask-image': 'none',
  'mask-size': 'auto',
  'mask-position': '0% 0%',
  'mask-repeat': 'repeat',
  'overflow-x': 'visible',
  'overflow-y': 'visible',
  'vertical-align': 'baseline',
  'text-decoration-line': 'none',
  'text-overflow': 'clip',
  'flex-direction': 'row',
  'flex-wrap': 'nowrap',
  'flex-grow': '0',
  'flex-shrink': '1',
  'flex-basis': 'auto',
  'align-items': 'normal',
  'align-self': 'auto',
  'justify-content': 'normal',
  'justify-self': 'auto',
  'column-gap': 'normal',
  'row-gap': 'normal',
  'grid-template-columns': 'none',
  'grid-template-rows': 'none',
  'grid-column-start': 'auto',
  'grid-column-end': 'auto',
  'grid-row-start': 'auto',
  'grid-row-end': 'auto',
};

/** Where an element is put, and how large, where its content does not say so. */
const PLACE = ['width', 'height', 'top', 'right', 'bottom', 'left'] as const;

const SYSTEM_FONTS = { mono: 'ui-monospace, monospace', serif: 'Georgia, serif', sans: 'system-ui, sans-serif' };

/** A file has the fonts of the machine that shows it. */
function systemFont(family: string): string {
  if (/mono/i.test(family)) return SYSTEM_FONTS.mono;
  return /(^|[^-])serif/i.test(family) ? SYSTEM_FONTS.serif : SYSTEM_FONTS.sans;
}

/** A picture does not scroll: it shows what there is. */
const unscrolled = (overflow: string): string => (overflow === 'auto' || overflow === 'scroll' ? 'visible' : overflow);

/** What an element's own style adds to its parent's. A sized box has no content that could make it as large as it is. */
export function declarations(
  style: CSSStyleDeclaration,
  parent: CSSStyleDeclaration | null,
  kind: 'shape' | 'box' | 'sized box',
): string {
  const said: string[] = [];
  const say = (name: string, value: string): void => void said.push(`${name}:${value}`);
  for (const name of INHERITED) {
    const value = style.getPropertyValue(name);
    if (value !== parent?.getPropertyValue(name)) say(name, value);
  }
  const font = systemFont(style.fontFamily);
  if (parent === null || font !== systemFont(parent.fontFamily)) say('font-family', font);
  for (const [name, initial] of Object.entries(kind === 'shape' ? OWN : OWN_OF_BOXES)) {
    const value = name.startsWith('overflow') ? unscrolled(style.getPropertyValue(name)) : style.getPropertyValue(name);
    if (value !== initial && !value.startsWith('0px none')) say(name, value);
  }
  const placed = style.position !== 'static';
  if (kind === 'sized box' || (kind === 'box' && placed)) {
    for (const name of PLACE)
      if (placed || name === 'width' || name === 'height') say(name, style.getPropertyValue(name));
  }
  return said.join(';');
}

/** What browsers give some elements of their own accord is taken away: the copies say all that they are. */
const RESET = '{margin:0;padding:0;font:inherit;text-align:inherit;list-style:inherit}';

/** Classes of a style sheet that is made as it is needed: elements of the same style share one. */
export class Sheet {
  readonly #classes = new Map<string, string>();

  classOf(declared: string): string {
    const known = this.#classes.get(declared) ?? `g${this.#classes.size}`;
    this.#classes.set(declared, known);
    return known;
  }

  /** For HTML inside `scope`, and shapes anywhere. */
  text(scope: string): string {
    const rules = [...this.#classes].map(([declared, name]) => `.${name}{${declared}}`);
    return [`:where(${scope}) *${RESET}`, ...rules].join('\n');
  }
}
