import { toPlain, type ErrorCode } from '../errors';
import type { CallName, Reply, Request } from '../protocol';
import { Host } from './host';
import { buffersIn } from './transfer';

/** The code of an error that says nothing of its own, by the call that it ended. */
const fallbackCode = (call: CallName): ErrorCode => (call === 'load' ? 'no-runtime' : 'run-failed');

const send = (reply: Reply, transfer: Transferable[] = []): void => globalThis.postMessage(reply, { transfer });
const host = new Host((reason) => send({ kind: 'provider', provider: 'wasm', reason }));
const calls = new Map<number, AbortController>();

globalThis.addEventListener('message', ({ data }: MessageEvent<Request>) => {
  if (data.call === 'hold') hold(data.lock);
  else if (data.call === 'cancel') calls.get(data.id)?.abort();
  else void answer(data);
});

async function answer({ id, call, ask }: Exclude<Request, { call: 'cancel' | 'hold' }>): Promise<void> {
  const controller = new AbortController();
  calls.set(id, controller);
  try {
    const report = (state: Extract<Reply, { kind: 'progress' }>['state']): void =>
      send({ id, kind: 'progress', state });
    const result = await host.answer(call, ask, { signal: controller.signal, report });
    send({ id, kind: 'done', answer: result }, buffersIn(result));
  } catch (error) {
    send({ id, kind: 'failed', error: toPlain(error, fallbackCode(call)) });
  } finally {
    calls.delete(id);
  }
}

/** Holds a lock for as long as the worker lives: the page, waiting for it, learns of a death that nothing else tells. */
function hold(lock: string): void {
  void navigator.locks.request(lock, () => {
    send({ kind: 'held', lock });
    return new Promise<never>(() => undefined);
  });
}
