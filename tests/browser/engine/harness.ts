/** A page that holds nothing but the engine, built as the site is, so that tests can call it. */
import { createEngine } from '../../../site_src/src/engine';

const here = import.meta.url; // by name: a bundler takes `new URL('../../', import.meta.url)` for a file to publish
Object.assign(globalThis, { createEngine: () => createEngine({ root: new URL('../../', here) }) });
