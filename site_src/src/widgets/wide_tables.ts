/** The frames that the theme puts around a page's tables, so that a wide one scrolls and the page does not. */
const FRAMES = 'md-typeset__scrollwrap';

/**
 * Lets the keyboard reach tables that scroll. The theme makes their frames once a page is there, and pages may replace one
 * another, so every change of the body is a reason to look again; there are few frames, and each is seen to once.
 */
export function reachTables(body: HTMLElement, label: string): void {
  const frames = body.getElementsByClassName(FRAMES);
  const reach = (): void => {
    for (const frame of frames) {
      if (frame.hasAttribute('tabindex')) continue;
      frame.setAttribute('tabindex', '0');
      frame.setAttribute('role', 'group');
      frame.setAttribute('aria-label', label);
    }
  };
  const isElement = (node: Node): boolean => node instanceof HTMLElement; // figures redraw shapes all the time
  const observer = new MutationObserver((changes) => {
    if (changes.some(({ addedNodes }) => [...addedNodes].some(isElement))) reach();
  });
  observer.observe(body, { childList: true, subtree: true });
  reach();
}
