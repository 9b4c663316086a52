import { fetchUnpacked } from '../core/gunzip';
import { TraceLibrary } from '../trace/library';
import { Keeper } from './keeper';
import { Live, type Obstacle } from './live';
import { Offline } from './offline';
import type { Site } from './registry';

/** The site's own parts over its published files; `root` is the site's root address. Nothing is fetched yet. */
export function openSite(root: URL): Required<Site> {
  // Traces are stored gzipped, the index as it is.
  const fetchTrace = (path: string): Promise<Uint8Array> =>
    fetchUnpacked(new URL(`traces/${path}${path.endsWith('.safetensors') ? '.gz' : ''}`, root));
  const loadEngine = () => import('../engine');
  const createEngine = async () => (await loadEngine()).createEngine({ root });
  const live = new Live(createEngine, obstacle());
  return {
    root,
    library: new TraceLibrary(fetchTrace),
    live,
    keeper: new Keeper(root, loadEngine),
    offline: new Offline(root, loadEngine, live.settings),
  };
}

function obstacle(): Obstacle | null {
  if (typeof WebAssembly === 'undefined') return 'no-wasm';
  return typeof Worker === 'undefined' ? 'no-worker' : null;
}
