/**
 * Runs a model in the reader's browser: `createEngine`, then `load`, then `trace` or `generate`. Knows nothing of the
 * site's pages.
 */
export { createEngine } from './engine';
export { EngineError, ERROR_CODES, isAbort } from './errors';
export type { ErrorCode } from './errors';
export type { Interventions } from './interventions';
export { forgetVariant, keepModel, storedBytes } from './keeping';
export { fetchManifest } from './manifest';
export { threadsHere } from './machine';
export { freeBytes } from './quota';
export type { Manifest, ManifestModel, Provider, Variant } from './manifest';
export type {
  Choice,
  Engine,
  EngineOptions,
  EngineState,
  GeneratedToken,
  GenerateOptions,
  LensRow,
  LoadedModel,
  LoadOptions,
  LogitsOptions,
  Plan,
  PlanOptions,
  ReasonCode,
  StateName,
  Status,
  StopReason,
  Text,
  Tokenized,
  TraceOptions,
  WeightRows,
  VariantReason,
} from './types';
