/** Runs a model in the reader's browser: `createEngine`, then `load`, then `trace`. Knows nothing of the site's pages. */
export { createEngine } from './engine';
export { EngineError, ERROR_CODES, isAbort } from './errors';
export type { ErrorCode } from './errors';
export type { Manifest, ManifestModel, Provider, Variant } from './manifest';
export type {
  Choice,
  Engine,
  EngineOptions,
  EngineState,
  LoadedModel,
  LoadOptions,
  Plan,
  PlanOptions,
  ReasonCode,
  StateName,
  Status,
  Tokenized,
  TraceOptions,
} from './types';
