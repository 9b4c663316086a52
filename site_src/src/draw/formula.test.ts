import { expect, test } from 'vitest';
import { typeset } from './formula';

const html = (tex: string, display = false): string => {
  const answer = typeset({ id: '1', tex, display });
  if ('error' in answer) throw new Error(answer.error);
  return answer.html;
};

test('HTML for the eye, MathML for the ear', () => {
  expect(html('x W')).toContain('<math');
  expect(html('x W')).toContain('aria-hidden="true"');
  expect(html('x W')).not.toContain('katex-display');
  expect(html('x W', true)).toContain('katex-display');
});

test('queries, keys and values have their colours', () => {
  expect(html('\\q{q_i} \\k{k_j} \\v{v}').match(/gf-[qkv]/g)).toEqual(['gf-q', 'gf-k', 'gf-v']);
});

test('a shape stands under its symbol', () => {
  expect(html('\\shape{x}{T \\times D}')).toMatch(/<munder>.*⏟.*<mi>T<\/mi><mo>×<\/mo><mi>D<\/mi>/);
});

test('one formula cannot define a command for the next', () => {
  html('\\gdef\\mine{x} \\mine');
  expect(typeset({ id: '2', tex: '\\mine', display: false })).toHaveProperty('error');
});

test.each([
  ['\\wrong', 'Undefined control sequence: \\wrong'],
  ['{x', "Expected '}', got 'EOF'"],
  ['\\htmlData{a=b}{x}', '\\htmlData is not allowed'],
])('%s is refused in one line', (tex, reason) => {
  const answer = typeset({ id: '3', tex, display: false });
  expect(answer).toEqual({ id: '3', error: expect.stringContaining(reason) as string });
});
