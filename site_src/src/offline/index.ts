/** Keeping the site for a reader without a connection. */
export { cannotKeep, ServiceClient } from './client';
export type { CannotKeep } from './client';
export type { Part } from './messages';
export { courseOf, missingBytes, save } from './saving';
