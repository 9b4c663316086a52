/**
 * Draws figures at build time: one JSON request on stdin, one line of JSON for each figure on stdout.
 *
 *   {"tracesDir": "...", "locale": "en", "figures": [{"id": "1", "kind": "attention", "model": "embedded", "prompt": "cat-sat", "view": {"block": 4}}]}
 *   {"id": "1", "html": "...", "table": {...}, "meta": {...}}   or   {"id": "1", "error": "one line"}
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { answers, type Request } from './answer';

const request = JSON.parse(await text(process.stdin)) as Request & { readonly tracesDir: string };

for await (const answer of answers(request, (path) => readFile(join(request.tracesDir, path)))) {
  console.log(JSON.stringify(answer));
}
