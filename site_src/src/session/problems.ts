export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** The engine's error code; `network` for a module of ours that could not be fetched (a TypeError in all browsers). */
export function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof TypeError ? 'network' : 'run-failed';
}
