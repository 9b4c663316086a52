import { defineConfig, mergeConfig } from 'vite';
import site from '../vite.config.ts';

/** The page of `scripts/bench engine`, built as the site is. */
export default defineConfig((environment) =>
  mergeConfig(site(environment), { build: { emptyOutDir: true, rolldownOptions: { input: 'bench/page.ts' } } }),
);
