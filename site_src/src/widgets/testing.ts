/** For the tests of elements: a viewport that everything is near to, and pages of static HTML. */
import { vi } from 'vitest';

export function stubViewport(): void {
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(readonly seen: (entries: { isIntersecting: boolean }[]) => void) {}
      observe = (): void => this.seen([{ isIntersecting: true }]);
      disconnect = (): void => undefined;
    },
  );
}
