/** Room that is left beside what is scrolled to: the edge of a matrix that goes on fades. */
const MARGIN = 40;

/** Scrolls each matrix that is wider than its place, never the page, until the selected column is in sight. */
export function revealColumn(drawing: Element): void {
  for (const scroller of drawing.querySelectorAll('.gf-scroll')) {
    const column = scroller
      .querySelector('.gf-column-label.gf-selected, .gf-lens-token.gf-selected')
      ?.getBoundingClientRect();
    if (!column || scroller.scrollWidth <= scroller.clientWidth) continue;
    const { left, right } = scroller.getBoundingClientRect();
    // The rows' names stay at the left edge, over what is scrolled below them.
    const names = scroller.querySelector('.gf-corner, .gf-lens-corner')?.getBoundingClientRect().width ?? 0;
    if (column.left < left + names) scroller.scrollLeft -= left + names + MARGIN - column.left;
    else if (column.right > right) scroller.scrollLeft += column.right + MARGIN - right;
  }
}
