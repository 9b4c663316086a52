import { defaultClientConditions, defineConfig } from 'vite';
import { katexStyles } from './katex-styles.config.ts';

// onnxruntime-web offers two builds of each entry point. With this condition imports take the one that leaves its
// WebAssembly outside: the site holds the runtimes itself, gzipped, and loads one when the reader asks for it.
const externalRuntime = 'onnxruntime-web-use-extern-wasm';

const hashed = 'chunks/[name]-[hash].js';

/**
 * `vite build` makes dist/web (main.js and its chunks); `vite build --ssr src/draw/node.ts` makes dist/node/figures.mjs;
 * `vite build --mode service-worker` makes dist/service-worker/service-worker.js, one plain script.
 */
export default defineConfig(({ isSsrBuild, mode }) => ({
  base: './', // the site may stand under any path
  publicDir: false,
  plugins: isSsrBuild ? [] : [katexStyles()],
  resolve: { conditions: [externalRuntime, ...defaultClientConditions] },
  worker: { format: 'es', rolldownOptions: { output: { entryFileNames: hashed, chunkFileNames: hashed } } },
  build: isSsrBuild
    ? {
        outDir: 'dist/node',
        target: 'node20',
        rolldownOptions: { output: { entryFileNames: 'figures.mjs' } },
      }
    : mode === 'service-worker'
      ? {
          outDir: 'dist/service-worker',
          target: 'es2022',
          rolldownOptions: {
            input: 'src/offline/worker/service-worker.ts',
            output: { format: 'iife', entryFileNames: 'service-worker.js' },
          },
        }
      : {
          outDir: 'dist/web',
          target: 'es2022',
          assetsInlineLimit: 0,
          cssCodeSplit: false,
          rolldownOptions: {
            input: 'src/main.ts',
            output: {
              // What many figures share is one file, and not one for each set of figures that share it.
              codeSplitting: { groups: [{ name: 'shared', test: /src.(core|draw|widgets)/, minShareCount: 4 }] },
              entryFileNames: 'main.js',
              chunkFileNames: hashed,
              // fixed names: the theme's template links the style sheet and preloads the fonts
              assetFileNames: ({ names }) =>
                names.some((name) => name.endsWith('.css')) ? 'main.css' : '[name][extname]',
            },
          },
        },
}));
