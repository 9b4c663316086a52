import { EngineError, type ErrorCode } from '../engine/errors';

export { isAbort } from '../engine/errors';

/** The engine's error code; `network` for a module of ours that could not be fetched (a TypeError in all browsers). */
export function codeOf(error: unknown): ErrorCode {
  if (error instanceof EngineError) return error.code;
  return error instanceof TypeError ? 'network' : 'run-failed';
}
