// Builds harness.ts with the site's own vite.config.ts: node build.mjs <output folder>
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const site = fileURLToPath(new URL('../../../site_src/', import.meta.url));
const { build } = await import(join(site, 'node_modules/vite/dist/node/index.js'));
await build({
  root: site,
  configFile: join(site, 'vite.config.ts'),
  logLevel: 'warn',
  build: {
    outDir: process.argv[2],
    emptyOutDir: true,
    rolldownOptions: { input: fileURLToPath(new URL('harness.ts', import.meta.url)) },
  },
});
