/** How long ribbons take to flow from one head's widths to another's, in milliseconds. */
const TIME = 280;
const EASING = 'cubic-bezier(0.3, 0, 0.1, 1)';
type Ribbons = ReadonlyMap<string, string>;

/** The ribbons into the chosen token, by the pair of tokens that each joins. */
export function ribbonsOf(drawing: Element): Ribbons {
  return new Map(elements(drawing).map((ribbon) => [pairOf(ribbon), ribbon.getAttribute('d') ?? '']));
}

/**
 * Lets the ribbons of a new picture flow from where those of the one before were. The browser moves them, no script runs
 * meanwhile; one that cannot shows the new ones at once.
 */
export function flowFrom(before: Ribbons, drawing: Element): void {
  if (before.size === 0 || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const moving = elements(drawing).filter((ribbon) => {
    const old = before.get(pairOf(ribbon));
    return old !== undefined && old !== ribbon.getAttribute('d');
  });
  for (const ribbon of moving) {
    const paths = [before.get(pairOf(ribbon))!, ribbon.getAttribute('d')!].map((d) => `path("${d}")`);
    ribbon.animate({ d: paths }, { duration: TIME, easing: EASING });
  }
}

const pairOf = ({ dataset }: SVGElement): string => `${dataset.query} ${dataset.key}`;

/** Of the picture that is shown: a page comes with one for every width. The others are pale, and too many to move. */
function elements(drawing: Element): SVGElement[] {
  const pictures = drawing.getElementsByClassName('gf-x-picture');
  const flows = pictures.length === 1 ? pictures[0]!.getElementsByClassName('gf-x-flow gf-selected') : [];
  return [...flows].flatMap((flow) => [...flow.children] as SVGElement[]);
}
