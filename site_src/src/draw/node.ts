/**
 * Draws figures and typesets formulas at build time: one JSON request on stdin, one line of JSON for each on stdout.
 *
 *   {"tracesDir": "...", "locale": "en", "figures": [{"id": "1", "kind": "attention", "model": "embedded", "prompt": "cat-sat", "view": {"block": 4}}]}
 *   {"id": "1", "html": "...", "table": {...}, "meta": {...}}   or   {"id": "1", "error": "one line"}
 *
 *   {"formulas": [{"id": "1", "tex": "x W + b", "display": true}]}
 *   {"id": "1", "html": "..."}   or   {"id": "1", "error": "one line"}
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { answers, type Request } from './answer';
import { typeset, type FormulaRequest } from './formula';

interface Asked extends Partial<Request> {
  readonly tracesDir?: string;
  readonly formulas?: readonly FormulaRequest[];
}

const { tracesDir = '', figures = [], formulas = [], ...rest } = JSON.parse(await text(process.stdin)) as Asked;

for await (const answer of answers({ ...rest, figures }, (path) => readFile(join(tracesDir, path)))) {
  console.log(JSON.stringify(answer));
}
for (const formula of formulas) console.log(JSON.stringify(typeset(formula)));
