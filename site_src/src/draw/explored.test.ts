import { expect, test } from 'vitest';
import { readAddress } from '../core/address';
import { coreTensors, fixtureTrace, strings, traceMeta } from '../trace/fixture';
import { createTrace } from '../trace/trace';
import { isPart } from './explorer/parts';
import { fragmentOf } from './explored';
import { figures } from './index';
import { completeView } from './view';

const trace = fixtureTrace();
const view = completeView(trace, { block: 1, head: 2, position: 3, key: 1 });

test('says of the view what the kind shows, and which part', () => {
  expect(fragmentOf('tokens', trace, view)).toBe('#prompt=cat-sat&part=tokens&position=3');
  expect(fragmentOf('attention', trace, view)).toBe('#prompt=cat-sat&part=attention&block=1&head=2&position=3&key=1');
  expect(fragmentOf('residual', trace, view)).toBe('#prompt=cat-sat&block=1&position=3');
  expect(fragmentOf('layernorm', trace, { ...view, which: 'ln_2' } as never)).toContain('part=ln2');
  expect(fragmentOf('attention', trace, { ...view, show: 'all' } as never)).not.toContain('part=');
  const sampled = { ...view, temperature: 0.5, topK: 7 };
  expect(fragmentOf('probabilities', trace, sampled, 'a--b')).toBe(
    '#model=a--b&prompt=cat-sat&part=probabilities&position=3&temperature=0.5&top_k=7',
  );
  const drawn = { ...sampled, seed: 9 };
  expect(fragmentOf('generate', trace, drawn)).toBe(
    '#prompt=cat-sat&part=probabilities&temperature=0.5&top_k=7&seed=9',
  );
});

test('the reader’s own text is in the address itself', () => {
  const meta = { ...traceMeta(), prompt: null, text: 'a & b #1\n' };
  const own = createTrace({ meta, tensors: coreTensors(), strings });
  expect(readAddress(fragmentOf('mlp', own, view)!)).toEqual({
    text: 'a & b #1\n',
    part: 'mlp',
    block: 1,
    position: 3,
  });
});

test('what the explorer does not show has no address in it', () => {
  const nowhere = Object.keys(figures).filter((kind) => fragmentOf(kind, trace, view) === null);
  expect(nowhere).toEqual(expect.arrayContaining(['explorer', 'training', 'ablate', 'quiz']));
  const parts = Object.keys(figures).map((kind) => readAddress(fragmentOf(kind, trace, view) ?? '').part);
  for (const part of parts) expect(part === undefined || isPart(part)).toBe(true);
});
