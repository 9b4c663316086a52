import { abortError, EngineError, fromPlain } from './errors';
import type { Answer, Ask, CallName, Reply, Request } from './protocol';
import type { EngineState } from './types';

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((state: EngineState) => void) | undefined;
}

export interface ClientEvents {
  /** The worker ended by itself; every call that waited has been rejected. */
  readonly onDeath: (error: EngineError) => void;
  readonly onProvider: (change: Extract<Reply, { kind: 'provider' }>) => void;
}

interface Waiting {
  readonly resolve: (answer: Answer<CallName>) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: ((state: EngineState) => void) | undefined;
}

/** The page's side of one worker: numbered calls, their answers, cancelling, and noticing that the worker died. */
export class WorkerClient {
  readonly #waiting = new Map<number, Waiting>();
  readonly #ended = new AbortController();
  #lastId = 0;

  constructor(
    private readonly worker: Worker,
    private readonly events: ClientEvents,
  ) {
    worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => this.#receive(data));
    worker.addEventListener('error', (event) => {
      event.preventDefault(); // said below, not on the console
      this.#die(event.message || 'its script could not be loaded');
    });
    worker.addEventListener('messageerror', () => this.#die('it sent what could not be read'));
    this.#watch();
  }

  /** @throws EngineError; AbortError as soon as `signal` is aborted, whatever the worker is doing */
  call<Name extends CallName>(
    call: Name,
    ask: Ask<Name>,
    { signal, onProgress }: CallOptions = {},
  ): Promise<Answer<Name>> {
    if (signal?.aborted) return Promise.reject(abortError());
    const id = ++this.#lastId;
    const settled = new AbortController();
    return new Promise<Answer<CallName>>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, onProgress });
      const cancel = (): void => {
        this.#waiting.delete(id);
        this.#post({ id, call: 'cancel' });
        reject(abortError());
      };
      signal?.addEventListener('abort', cancel, { signal: settled.signal });
      this.#post({ id, call, ask } as Request);
    }).finally(() => settled.abort());
  }

  /** Ends the worker and rejects what waits for it. */
  terminate(error: Error): void {
    this.#ended.abort();
    this.worker.terminate();
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  #post(request: Request): void {
    this.worker.postMessage(request);
  }

  #receive(reply: Reply): void {
    if (reply.kind === 'provider') return this.events.onProvider(reply);
    if (reply.kind === 'held') return this.#waitFor(reply.lock);
    const call = this.#waiting.get(reply.id); // none: it was cancelled
    if (reply.kind === 'progress') return call?.onProgress?.(reply.state);
    this.#waiting.delete(reply.id);
    if (reply.kind === 'done') call?.resolve(reply.answer);
    else call?.reject(fromPlain(reply.error));
  }

  #die(why: string): void {
    if (this.#ended.signal.aborted) return;
    const error = new EngineError('worker-died', `The model's worker ended: ${why}.`);
    this.terminate(error);
    this.events.onDeath(error);
  }

  /**
   * A worker that closes or is killed sends no event. It holds a lock as long as it lives; who is given that lock knows.
   * Without Web Locks (plain http) only errors that it reports are noticed.
   */
  #watch(): void {
    if (!('locks' in navigator)) return;
    this.#post({ call: 'hold', lock: `glassformer-worker-${crypto.randomUUID()}` });
  }

  #waitFor(lock: string): void {
    const options = { signal: this.#ended.signal };
    navigator.locks.request(lock, options, () => this.#die('it was stopped')).catch(() => undefined); // ended by us
  }
}
