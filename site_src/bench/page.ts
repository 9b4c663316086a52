/** A page that holds the engine alone, for `scripts/bench engine`: it loads a variant and measures it. */
import { createEngine } from '../src/engine';
import { measureSpeed } from '../src/engine/measure';

const here = import.meta.url; // by name: a bundler takes `new URL('../../', import.meta.url)` for a file to publish
const engine = createEngine({ root: new URL('../../', here) });
const states: Record<string, number> = {};
let vocabulary = 0;
let longest = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
}).observe({ type: 'longtask', buffered: true });
engine.status.subscribe(({ name }) => (states[name] ??= performance.now()));

Object.assign(globalThis, {
  /** Resolves to the milliseconds from the last byte to a model that runs. */
  async load(variant: string) {
    const { manifest } = await engine.load({ model: 'bench', variant, provider: 'wasm' });
    vocabulary = manifest.model.config.d_vocab;
    return performance.now() - states.starting!;
  },
  state: () => engine.status.current.name,
  longestTask: () => longest,
  measure: () => measureSpeed(engine, { vocabulary, rounds: 1 }),
});
