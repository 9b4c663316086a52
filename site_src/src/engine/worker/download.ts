import { abortError, EngineError } from '../errors';

export interface Transfer {
  readonly signal: AbortSignal;
  /** Bytes that have come in; negative when an attempt is thrown away. */
  readonly onBytes: (count: number) => void;
  /** A passing failure is waited out. */
  readonly onRetry?: (() => void) | undefined;
}

/** A failure that may pass: the connection, a server that is overloaded, a transfer cut short. */
export class PassingError extends EngineError {
  constructor(message: string) {
    super('network', message);
  }
}

/** One attempt at one file. @throws PassingError, EngineError `network`, AbortError */
export async function download(
  url: URL,
  transfer: Transfer,
  { into, fresh = false }: { into?: Uint8Array | undefined; fresh?: boolean } = {},
): Promise<Uint8Array<ArrayBufferLike>> {
  const { signal } = transfer;
  let counted = 0;
  const onBytes = (count: number): void => {
    counted += count;
    transfer.onBytes(count);
  };
  try {
    const response = await fetch(url, { signal, cache: fresh ? 'reload' : 'default' });
    if (!response.ok) throw refused(url, response.status);
    return await readBody(response, into, onBytes);
  } catch (error) {
    transfer.onBytes(-counted);
    if (signal.aborted) throw abortError();
    if (error instanceof EngineError) throw error;
    throw new PassingError(
      `${nameOf(url)} could not be fetched: ${error instanceof Error ? error.message : 'cut off'}`,
    );
  }
}

/**
 * One attempt at one file as a blob, whose bytes are not in this process: what fetch reads arrives here in chunks, which lie
 * about until they are collected, several times the file by then. @throws PassingError, AbortError
 */
export function downloadBlob(url: URL, { signal, onBytes }: Transfer): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let counted = 0;
    const count = (loaded: number): void => {
      onBytes(loaded - counted);
      counted = loaded;
    };
    const fail = (): void => {
      count(0);
      reject(signal.aborted ? abortError() : new PassingError(`${nameOf(url)} could not be fetched.`));
    };
    request.responseType = 'blob';
    request.addEventListener('progress', ({ loaded }) => count(loaded));
    request.addEventListener('load', () => (request.status === 200 ? resolve(request.response as Blob) : fail()));
    request.addEventListener('error', fail);
    request.addEventListener('abort', fail);
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.open('GET', url);
    request.send();
  });
}

/** The body as one array: `into` where it is given, which the body must then fill exactly. */
export async function readBody(
  response: Response,
  into?: Uint8Array,
  onBytes: (count: number) => void = () => undefined,
): Promise<Uint8Array<ArrayBufferLike>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunksOf(response)) {
    if (into && length + chunk.byteLength > into.byteLength)
      throw new PassingError(wrongLength(response, 'more', into));
    if (into) into.set(chunk, length);
    else chunks.push(chunk);
    length += chunk.byteLength;
    onBytes(chunk.byteLength);
  }
  if (!into) return joined(chunks, length);
  if (length < into.byteLength) throw new PassingError(wrongLength(response, `${length}`, into));
  return into;
}

async function* chunksOf(response: Response): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (!reader) return;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    await reader.cancel().catch(() => undefined); // already closed or errored: nothing is left to cancel
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}

function refused(url: URL, status: number): EngineError {
  const message = `${nameOf(url)}: the server answered ${status}.`;
  return status >= 500 || status === 429 ? new PassingError(message) : new EngineError('network', message);
}

function wrongLength(response: Response, found: string, into: Uint8Array): string {
  return `${nameOf(new URL(response.url))} has ${found} instead of ${into.byteLength} bytes.`;
}

export function nameOf(url: URL): string {
  return decodeURIComponent(url.pathname.split('/').at(-1) ?? url.pathname);
}
