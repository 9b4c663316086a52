import { fetchUnpacked } from '../core/gunzip';
import { TraceLibrary } from '../trace/library';
import { Live, type Obstacle } from './live';
import type { Site } from './registry';

/** The site's own parts over its published files; `root` is the site's root address. Nothing is fetched yet. */
export function openSite(root: URL): Site {
  // Traces are stored gzipped, the index as it is.
  const fetchTrace = (path: string): Promise<Uint8Array> =>
    fetchUnpacked(new URL(`traces/${path}${path.endsWith('.safetensors') ? '.gz' : ''}`, root));
  const createEngine = async () => (await import('../engine')).createEngine({ root });
  return { library: new TraceLibrary(fetchTrace), live: new Live(createEngine, obstacle()) };
}

function obstacle(): Obstacle | null {
  if (typeof WebAssembly === 'undefined') return 'no-wasm';
  return typeof Worker === 'undefined' ? 'no-worker' : null;
}
