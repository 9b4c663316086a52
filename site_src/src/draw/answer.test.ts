import { Window } from 'happy-dom';
import { expect, test } from 'vitest';
import { SCHEMA_HASH } from '../generated/schema';
import {
  encodeAblationFile,
  encodeContinuationFile,
  encodeTraceFile,
  encodeWeightsFile,
} from '../trace/encode.fixture';
import { traceMeta, words } from '../trace/fixture';
import { TraceLibrary } from '../trace/library';
import { answers, type Answer, type FigureRequest } from './answer';
import { completeView, figures } from './index';

/** The explorer has nothing like these, or is the figure itself. */
const NOWHERE_ELSE = new Set(['explorer', 'quiz', 'training', 'ablate', 'removals', 'kv-cache', 'rounding']);

const entry = {
  id: 'cat-sat',
  text: words.join(''),
  reason: {},
  tokens: words,
  core: 'core',
  layers: ['0', '1'],
  weights: 'w',
  layer_weights: ['w0', 'w1'],
  continuation: 'c',
  ablation: 'a',
  precision: null,
  stages: [],
};
const index = { schema_hash: SCHEMA_HASH, model: traceMeta().model, variant: 'fp32', prompts: [entry] };
const files: Record<string, Uint8Array> = {
  'fixture/index.json': new TextEncoder().encode(JSON.stringify(index)),
  'fixture/core': encodeTraceFile(null),
  'fixture/0': encodeTraceFile(0),
  'fixture/1': encodeTraceFile(1),
  'fixture/a': encodeAblationFile(),
  'fixture/c': encodeContinuationFile(),
  'fixture/w': encodeWeightsFile(null),
  'fixture/w0': encodeWeightsFile(0),
  'fixture/w1': encodeWeightsFile(1),
};
const fetchBytes = (path: string) => {
  const bytes = files[path];
  return bytes ? Promise.resolve(bytes) : Promise.reject(new Error(`${path} is not there`));
};

async function answer(figure: Partial<FigureRequest>, locale?: string): Promise<Record<string, unknown>> {
  const request = { id: 'x', kind: 'tokens', model: 'fixture', prompt: 'cat-sat', ...figure };
  const all: Answer[] = [];
  for await (const one of answers({ ...(locale ? { locale } : {}), figures: [request] }, fetchBytes)) all.push(one);
  expect(all).toHaveLength(1);
  return { ...all[0] };
}

test.each(Object.keys(figures))('%s: markup, table and origin', async (kind) => {
  const { id, html, table, meta } = await answer({ kind });
  expect(id).toBe('x');
  expect(html).toMatch(/^<div /);
  expect(table).toHaveProperty('rows');
  const { explored, ...source } = meta as Record<string, unknown>;
  expect(source).toEqual({ model: 'Fixture', variant: 'fp32', text: 'The cat sat on the mat' });
  if (NOWHERE_ELSE.has(kind)) expect(explored).toBeNull();
  else expect(explored).toMatch(/^#prompt=cat-sat/);
});

test.each([
  [{ kind: 'pie' }, `unknown kind pie: one of ${Object.keys(figures).join(', ')}`],
  [{ prompt: 'dog' }, 'no trace of prompt dog; fixture has cat-sat'],
  [{ model: 'gpt2' }, 'gpt2/index.json is not there'],
  [{ kind: 'attention', view: { block: 7 } }, 'block 7: expected a whole number from 0 to 1'],
])('one line for what cannot be drawn: %j', async (figure, error) => {
  expect(await answer(figure)).toEqual({ id: 'x', error });
});

test('an unknown language is named with those that there are', async () => {
  expect(await answer({}, 'fr')).toEqual({ id: 'x', error: 'unknown locale fr: one of en, zh' });
  expect((await answer({}, 'zh')).html).toContain('词元');
});

test.each(Object.keys(figures))(
  '%s: the first frame in a browser equals the markup that was drawn at build time',
  async (kind) => {
    const { html } = await answer({ kind });
    const document = new Window().document as unknown as Document;
    const trace = await new TraceLibrary(fetchBytes).open('fixture', 'cat-sat');
    const figure = figures[kind]!;
    const view = { ...figure.defaults, ...completeView(trace, {}) };
    await figure.load(trace, view);
    document.body.innerHTML = html as string;
    const live = figure.draw(trace, view, { document, locale: 'en' });
    expect(document.body.firstElementChild!.isEqualNode(live)).toBe(true);
  },
);
