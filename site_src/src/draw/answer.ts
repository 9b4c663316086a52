import { parseHTML } from 'linkedom';
import { LOCALES, type Locale, type Table, type View } from '../core/types';
import { TraceLibrary, type FetchBytes } from '../trace/library';
import { fragmentOf } from './explored';
import { completeView, figures } from './index';

/** What build time asks for: figures of stored traces, in one language. */
export interface Request {
  readonly locale?: string;
  readonly figures: readonly FigureRequest[];
}

export interface FigureRequest {
  readonly id: string;
  readonly kind: string;
  readonly model: string;
  readonly prompt: string;
  readonly view?: Partial<View>;
}

export type Answer = Drawn | { readonly id: string; readonly error: string };

interface Drawn {
  readonly id: string;
  readonly html: string;
  readonly table: Table;
  readonly meta: {
    readonly model: string;
    readonly variant: string;
    readonly text: string;
    /** Fragment of the explorer's address at which it shows the same; null: nowhere. */
    readonly explored: string | null;
  };
}

/** Draws each figure in turn. A figure that cannot be drawn is answered with one line that says why. */
export async function* answers(request: Request, fetchBytes: FetchBytes): AsyncGenerator<Answer> {
  const library = new TraceLibrary(fetchBytes);
  for (const figure of request.figures) {
    yield await drawn(library, figure, request.locale ?? 'en').catch((error: unknown) => ({
      id: figure.id,
      error: error instanceof Error ? error.message : String(error),
    }));
  }
}

async function drawn(library: TraceLibrary, request: FigureRequest, language: string): Promise<Drawn> {
  const locale = localeOf(language);
  const figure = figures[request.kind];
  if (!figure) throw new Error(`unknown kind ${request.kind}: one of ${Object.keys(figures).join(', ')}`);
  const trace = await library.open(request.model, request.prompt);
  const view = { ...figure.defaults, ...request.view, ...completeView(trace, request.view ?? {}) };
  await figure.load(trace, view);
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const { model, variant, text } = trace.meta;
  return {
    id: request.id,
    html: figure.draw(trace, view, { document, locale }).outerHTML,
    table: figure.table(trace, view, locale),
    meta: { model: model.name, variant, text, explored: fragmentOf(request.kind, trace, view) },
  };
}

function localeOf(language: string): Locale {
  const locale = LOCALES.find((name) => name === language);
  if (!locale) throw new Error(`unknown locale ${language}: one of ${LOCALES.join(', ')}`);
  return locale;
}
