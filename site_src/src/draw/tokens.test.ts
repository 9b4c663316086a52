import { expect, test } from 'vitest';
import { createTrace } from '../trace/trace';
import { coreTensors, strings, traceMeta } from '../trace/fixture';
import { context, drawn, lines, texts } from './testing';
import { tokens } from './tokens';

/** The fixture's numbers under other token texts. */
function withTokens(text: string, displays: readonly string[]) {
  const meta = { ...traceMeta(displays.length), text, tokens: displays };
  return { trace: createTrace({ meta, tensors: coreTensors(displays.length), strings }) };
}

test('drawing', async () => {
  expect(lines((await drawn(tokens, { position: 2 })).element)).toMatchSnapshot();
});

test('one box a token, the selected one marked', async () => {
  const { element, trace } = await drawn(tokens, { position: 2 });
  const boxes = [...element.querySelectorAll('[data-position]')];
  expect(boxes.map((box) => box.getAttribute('data-position'))).toEqual(['0', '1', '2', '3', '4', '5']);
  expect(texts(element, '.gf-chip-id')).toEqual([...trace.tensor('tokens').data].map(String));
  expect(element.querySelectorAll('[aria-current=true]')).toHaveLength(1);
  expect(boxes[2]!.getAttribute('aria-current')).toBe('true');
});

test("the reader's text is never markup", async () => {
  const { element } = await drawn(tokens, {}, withTokens('<b>&"x', ['<b>', '&"x']));
  expect(texts(element, '.gf-chip .gf-tok')).toEqual(['<b>', '&"x']);
  expect(element.querySelector('b')).toBeNull();
  expect(element.outerHTML).toContain('&lt;b&gt;');
});

test('bytes are shown, and what they make together', async () => {
  const displays = ['I', ' ', '\\xF0\\x9F\\x98', '\\x80', '\n'];
  const { element, trace, view } = await drawn(tokens, {}, withTokens('I 😀\n', displays));
  expect(texts(element, '.gf-chip-sum')).toEqual(['= 😀']);
  expect(texts(element, '.gf-mark')).toEqual(['·', '↵', '\\xF0']);
  expect(texts(element, '.gf-note > span')[0]).toBe('Tokens: 5, characters: 4, bytes: 7.');
  expect(tokens.table(trace, view, 'en').rows.map((row) => row[3])).toEqual(['1', '1', '3', '1', '1']);
});

test('bytes that make no character are left as they are', async () => {
  const { element } = await drawn(tokens, {}, withTokens('?', ['\\xF0', 'a', '\\x9F']));
  expect(texts(element, '.gf-chip-sum')).toEqual([]);
});

test('says what is selected', async () => {
  const { trace, view } = await drawn(tokens, { position: 1 });
  expect(tokens.describe(trace, view, 'en')).toBe('Token 1 is selected: “·cat”, id 1.');
  expect(tokens.draw(trace, view, { ...context, locale: 'zh' }).textContent).toContain('词元 6 个');
});

test('a token that training never showed the model has a mark, and the mark an explanation', async () => {
  const meta = { ...traceMeta(3), unseen: [1] };
  const trace = createTrace({ meta, tensors: coreTensors(3), strings });
  const { element, view } = await drawn(tokens, { position: 1 }, { trace });
  expect(texts(element, '.gf-chip.gf-unmet .gf-tok')).toEqual(['·cat']);
  expect(texts(element, '.gf-chip .gf-unseen')).toEqual(['(never met in training)']);
  expect(element.querySelector('.gf-note')!.textContent).toContain('never met this token in training');
  expect(tokens.describe(trace, view, 'en')).toMatch(/is selected.*never met this token/);
  const { columns, rows } = tokens.table(trace, view, 'zh');
  expect([columns.at(-1), ...rows.map((row) => row.at(-1))]).toEqual(['训练中见过', '是', '否', '是']);
});
