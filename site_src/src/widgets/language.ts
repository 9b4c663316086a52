/** The folder of the Chinese pages; each has the name of the English page. */
const CHINESE = 'zh/';

/** Where the page at this address stands in the other language; what follows the name (?, #) is kept. */
export function inOtherLanguage(address: URL, root: URL): string {
  const name = address.href.slice(root.href.length);
  return root.href + (name.startsWith(CHINESE) ? name.slice(CHINESE.length) : CHINESE + name);
}

/**
 * The page's link to its other language, kept true. As written it leads to the page that it came with; but pages may
 * replace one another below the same header, and the reader may have gone to a place in the page.
 */
export function followPage(link: HTMLAnchorElement, root: URL): void {
  const update = (): void => {
    link.href = inOtherLanguage(new URL(location.href), root);
  };
  link.addEventListener('pointerdown', update);
  link.addEventListener('focus', update);
}
