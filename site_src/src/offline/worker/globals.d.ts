/**
 * What of a service worker's scope is used here. TypeScript's own description of it cannot stand beside the page's in one
 * program.
 */
interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface ExtendableMessageEvent extends ExtendableEvent {
  readonly data: unknown;
  readonly ports: readonly MessagePort[];
  readonly source: { readonly id: string } | null;
}

interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  /** Of the page that asks; empty while a page is being opened. */
  readonly clientId: string;
  /** Of the page that is being opened. */
  readonly resultingClientId: string;
  respondWith(response: Response | Promise<Response>): void;
}

interface ServiceWorkerGlobalScope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: 'message', listener: (event: ExtendableMessageEvent) => void): void;
}
