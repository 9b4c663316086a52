import { expect, test } from 'vitest';
import { dependencies } from '../../package.json';
import { runtimeKey, RUNTIME_VERSION } from './runtime_files';

test('a stored runtime is that of the installed package', () => {
  expect(RUNTIME_VERSION).toBe(dependencies['onnxruntime-web']);
  expect(runtimeKey(new URL('https://school.example/site/'), 'wasm')).toBe(
    `https://school.example/site/assets/ort/ort-wasm-simd-threaded.wasm.gz?version=${RUNTIME_VERSION}`,
  );
});
