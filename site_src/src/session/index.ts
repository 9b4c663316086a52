/** What the figures of a page share. */
export { TEMPERATURE_MAX } from './choices';
export { Lit } from './lit';
export { Live } from './live';
export type { LiveState, Obstacle } from './live';
export { Progress } from './progress';
export { registry } from './registry';
export type { Site } from './registry';
export { Session } from './session';
export type { Library } from './session';
export { without } from './state';
export type { Choices, RunState, SessionState } from './state';
export { openSite } from './site';
export { viewFor } from './view';
