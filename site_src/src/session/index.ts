/** What the figures of a page share. */
export { codeOf, isAbort } from './problems';
export { TEMPERATURE_MAX } from './choices';
export { Lit } from './lit';
export type { Keeper, Possible, PublishedModel } from './keeper';
export { Live } from './live';
export type { LiveState, Obstacle } from './live';
export type { Course, Offline, OfflineState, SavingProblem, Wish } from './offline';
export { Progress } from './progress';
export { registry } from './registry';
export type { Site } from './registry';
export { Session } from './session';
export type { Library } from './session';
export { Settings } from './settings';
export type { SettingsState } from './settings';
export { without } from './state';
export type { Choices, RunState, SessionState } from './state';
export { openSite } from './site';
export { viewFor } from './view';
