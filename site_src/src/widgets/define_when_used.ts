import { ownTask } from './own_task';

type Modules = Readonly<Record<string, () => Promise<CustomElementConstructor>>>;

/**
 * Defines elements of which each is a file of its own, once the document has one: now, or when a link has brought another
 * page's contents into it. A file that does not come leaves the static figure, and is asked for again with the next change.
 */
export function defineWhenUsed(modules: Modules, body: HTMLElement = document.body): void {
  const left = new Map(Object.entries(modules));
  const look = (): void => {
    for (const name of new Set([...body.querySelectorAll(':not(:defined)')].map(({ localName }) => localName))) {
      const load = left.get(name);
      if (!load) continue;
      left.delete(name);
      fetched(load).then(
        (element) => customElements.define(name, element),
        () => left.set(name, load),
      );
    }
  };
  look();
  const isElement = (node: Node): boolean => node instanceof HTMLElement; // figures redraw shapes all the time
  const observer = new MutationObserver((changes) => {
    if (left.size && changes.some(({ addedNodes }) => [...addedNodes].some(isElement))) look();
  });
  observer.observe(body, { childList: true, subtree: true });
}

/** Fetched in one task, there in another: both take the page's time. */
async function fetched(load: Modules[string]): Promise<CustomElementConstructor> {
  await ownTask();
  const element = await load();
  await ownTask();
  return element;
}
