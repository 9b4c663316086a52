/**
 * Draws figures at build time: one JSON request on stdin, one line of JSON for each figure on stdout.
 *
 *   {"tracesDir": "...", "locale": "en", "figures": [{"id": "1", "kind": "attention", "model": "embedded", "prompt": "cat-sat", "view": {"block": 4}}]}
 *   {"id": "1", "html": "...", "table": {...}, "meta": {...}}   or   {"id": "1", "error": "one line"}
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseHTML } from 'linkedom';
import { LOCALES, type Locale, type View } from '../core/types';
import { TraceLibrary } from '../trace/library';
import { completeView, figures } from './index';

interface Request {
  readonly tracesDir: string;
  readonly locale?: Locale;
  readonly figures: readonly FigureRequest[];
}

interface FigureRequest {
  readonly id: string;
  readonly kind: string;
  readonly model: string;
  readonly prompt: string;
  readonly view?: Partial<View>;
}

async function drawOne(library: TraceLibrary, request: FigureRequest, locale: Locale): Promise<object> {
  const figure = figures[request.kind];
  if (!figure) throw new Error(`unknown kind ${request.kind}: one of ${Object.keys(figures).join(', ')}`);
  const trace = await library.open(request.model, request.prompt);
  const view = { ...figure.defaults, ...request.view, ...completeView(trace, request.view ?? {}) };
  await figure.load(trace, view);
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const { model, variant, text } = trace.meta;
  return {
    html: figure.draw(trace, view, { document, locale }).outerHTML,
    table: figure.table(trace, view, locale),
    meta: { model: model.name, variant, text },
  };
}

async function main(): Promise<void> {
  const request = JSON.parse(await text(process.stdin)) as Request;
  const locale = request.locale ?? 'en';
  if (!LOCALES.includes(locale)) throw new Error(`unknown locale ${locale as string}: one of ${LOCALES.join(', ')}`);
  const library = new TraceLibrary((path) => readFile(join(request.tracesDir, path)));
  for (const figure of request.figures) {
    const answer = await drawOne(library, figure, locale).catch((error: unknown) => ({
      error: String((error as Error).message),
    }));
    console.log(JSON.stringify({ id: figure.id, ...answer }));
  }
}

await main();
