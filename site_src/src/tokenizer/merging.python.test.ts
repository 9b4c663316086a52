import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Word } from '../core/merges';
import { loadTokenizer } from './tokenizer';

/** tests/python/test_merges.py sets this, and writes there what Python found. */
const folder = process.env.GLASSFORMER_MERGES;
const file = new URL('../../../model_artifacts/embedded/tokenizer.json', import.meta.url);

interface Case {
  readonly text: string;
  readonly words: readonly Word[];
}

test.skipIf(!folder)(
  'the same merges as Python',
  async () => {
    const cases = JSON.parse(await readFile(join(folder!, 'cases.json'), 'utf8')) as Case[];
    const tokenizer = loadTokenizer(JSON.parse(await readFile(file, 'utf8')));
    const wrong = cases.filter(({ text, words }) => JSON.stringify(tokenizer.words(text)) !== JSON.stringify(words));
    expect(wrong).toEqual([]);
    expect(cases.length).toBeGreaterThan(100);
  },
  60_000,
);
