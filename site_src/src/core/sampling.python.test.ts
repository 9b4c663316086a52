import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { uniform } from './random';
import { draw, rank, sample, type Sampling } from './sampling';

/** tests/python/test_sampling.py sets this, writes the cases there, and judges what was drawn. */
const folder = process.env.GLASSFORMER_SAMPLING;

interface Cases {
  readonly logits: readonly number[];
  readonly draws: number;
  readonly settings: readonly Sampling[];
}

test.skipIf(!folder)(
  'draws for Python',
  async () => {
    const { logits, draws, settings } = JSON.parse(await readFile(join(folder!, 'cases.json'), 'utf8')) as Cases;
    const order = rank(logits);
    const tokens = settings.map((setting, seed) => {
      const sampled = sample(logits, order, setting);
      return Array.from({ length: draws }, (_, i) => draw(sampled, order, uniform(seed, i)));
    });
    await writeFile(join(folder!, 'tokens.json'), JSON.stringify(tokens));
    expect(tokens).toHaveLength(settings.length);
  },
  60_000,
);
