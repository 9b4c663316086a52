/** What can go wrong, so that a page can say it in the reader's language and offer the right way out. */
export const ERROR_CODES = [
  'empty', // the text has no token
  'too-long', // the text has more tokens than a live run takes
  'unknown-model', // the site holds no such model or variant
  'manifest', // manifest.json cannot be read
  'network', // a file could not be fetched, also after trying again
  'checksum', // a file is not the one that the manifest describes
  'no-runtime', // onnxruntime-web could not be started
  'out-of-memory', // the model did not fit
  'device-lost', // the GPU went away and the processor could not take over
  'worker-died', // the worker ended, or its script could not be loaded
  'not-loaded', // a run was asked for before a model was loaded, or of another model
  'run-failed', // onnxruntime-web refused the run
  'disposed', // the engine was disposed of
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** An error with a code for programs and one line for people. It crosses the worker's border as a `PlainError`. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message);
  }
}

export interface PlainError {
  readonly code: ErrorCode | 'aborted';
  readonly message: string;
}

export function abortError(message = 'The run was cancelled.'): DOMException {
  return new DOMException(message, 'AbortError');
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** `fallback` is the code of an error that carries none: where in the work it happened. */
export function toPlain(error: unknown, fallback: ErrorCode): PlainError {
  if (isAbort(error)) return { code: 'aborted', message: 'The run was cancelled.' };
  const { code, message } = toEngineError(error, fallback);
  return { code, message };
}

export function fromPlain(plain: PlainError): EngineError | DOMException {
  return plain.code === 'aborted' ? abortError(plain.message) : new EngineError(plain.code, plain.message);
}

export function toEngineError(error: unknown, fallback: ErrorCode): EngineError {
  if (error instanceof EngineError) return error;
  // onnxruntime-web throws the bare address of a C++ exception that it could not turn into a message: bad_alloc.
  const text = error instanceof Error ? error.message : typeof error === 'number' ? 'std::bad_alloc' : String(error);
  if (!looksOutOfMemory(text)) return new EngineError(fallback, firstLine(text));
  return new EngineError('out-of-memory', `The model does not fit into this browser's memory (${firstLine(text)}).`);
}

/** How browsers and onnxruntime-web word a failed allocation; none of them has a type of its own for it. */
function looksOutOfMemory(text: string): boolean {
  return /out of memory|bad_alloc|allocation failed|failed to allocate|invalid typed array length|OOM/i.test(text);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.trim() ?? '';
}
