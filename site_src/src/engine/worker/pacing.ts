import { abortError } from '../errors';

/** Runs `work` on every item, at most `limit` at a time; the first failure ends it. */
export async function inParallel<Item>(items: readonly Item[], limit: number, work: (item: Item) => Promise<void>) {
  const queue = [...items];
  let failed = false;
  const lane = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined && !failed; item = queue.shift()) {
      await work(item).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
}

/** A function that runs what it is given one after the other, in order. */
export function oneAtATime(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
}

/** Resolves after `milliseconds`, or as soon as the connection is back. @throws AbortError */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = new AbortController();
    const end = (settle: () => void) => (): void => {
      done.abort();
      clearTimeout(timer);
      settle();
    };
    const timer = setTimeout(end(resolve), milliseconds);
    globalThis.addEventListener('online', end(resolve), { signal: done.signal });
    signal.addEventListener(
      'abort',
      end(() => reject(abortError())),
      { signal: done.signal },
    );
    if (signal.aborted) end(() => reject(abortError()))();
  });
}

/** Lets messages in, such as a cancel: a run of onnxruntime blocks the worker. @throws AbortError */
export async function breathe(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
  if (signal.aborted) throw abortError();
}
