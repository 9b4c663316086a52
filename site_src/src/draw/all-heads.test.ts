import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { sequentialStep } from '../core/colour';
import { fixtureTrace } from '../trace/fixture';
import { headAfter } from './all-heads';
import { groupsOf, ON_A_PAGE, spriteOf } from './all-heads-data';
import { attention } from './attention';
import { headOf } from './head';
import { inductionOf, kindOf } from './head-kinds';
import { maskPng } from './png';
import { drawn, lines, texts } from './testing';

/** The palette indices of a picture, unpacked by another implementation than the one that packed it. */
function pixelsOf(image: string, width: number, height: number): number[][] {
  const file = Buffer.from(image.split(',')[1]!, 'base64');
  const start = file.indexOf('IDAT');
  const rows = inflateSync(file.subarray(start + 4, start + 4 + file.readUInt32BE(start - 4)));
  const stride = 1 + Math.ceil(width / 2);
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => {
      const byte = rows[y * stride + 1 + (x >> 1)]!;
      return x % 2 ? byte & 15 : byte >> 4;
    }),
  );
}

test('drawing', async () => {
  expect(lines((await drawn(attention, { show: 'all', block: 1, head: 2 })).element)).toMatchSnapshot();
});

test('a picture holds its pixels', () => {
  const pixels = Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  const image = maskPng(3, 3, pixels, [0, 0.5, 1]);
  expect(pixelsOf(image, 3, 3)).toEqual([[0, 1, 2], [3, 4, 5], [6, 7, 8]]); // prettier-ignore
  const file = Buffer.from(image.split(',')[1]!, 'base64');
  expect([...file.subarray(file.indexOf('tRNS') + 4).subarray(0, 3)]).toEqual([0, 128, 255]);
});

test('every pixel of the grid is the step of its weight, and what is masked is empty', () => {
  const trace = fixtureTrace();
  const { image, columns, rows, side, bin } = spriteOf(trace, ON_A_PAGE);
  expect([columns, rows, side, bin]).toEqual([3, 2, 6, 1]);
  const pixels = pixelsOf(image, columns * 7, rows * 7);
  const head = headOf(trace, 1, 2);
  for (let query = 0; query < 6; query++) {
    for (let key = 0; key < 7; key++) {
      const step = key <= query ? sequentialStep(head.value('pattern', query, key)) : 0;
      expect(pixels[7 + query]![14 + key]).toBe(step);
    }
  }
});

test('a long text is binned, which is said, and the figure stays small', async () => {
  const { element } = await drawn(attention, { show: 'all' }, { trace: fixtureTrace(96) });
  expect(texts(element, '.gf-note')).toContain('The text is long: each pixel is the mean of 2 × 2 weights.');
  expect(element.outerHTML.length).toBeLessThan(15_000);
});

test('heads stand by kind, the clearest first, each once', () => {
  const trace = fixtureTrace();
  const groups = groupsOf(trace);
  expect(groups.flatMap(({ heads }) => heads)).toHaveLength(6);
  for (const { name, heads } of groups) {
    const shares = heads.map(({ kind }) => kind!.share);
    expect(heads.every(({ kind }) => kind!.name === name)).toBe(true);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
    expect(shares.every((share) => share >= 0.3)).toBe(name !== 'spread');
  }
});

test('induction is the weight on what followed the same token before', () => {
  const trace = fixtureTrace(8); // "The cat" comes twice
  const head = headOf(trace, 0, 0);
  const expected = (head.value('pattern', 6, 1) + head.value('pattern', 7, 2)) / 2;
  expect(inductionOf(trace.meta.tokens, head)).toBeCloseTo(expected, 12);
  expect(inductionOf(fixtureTrace().meta.tokens, head)).toBeNull();
});

test('arrow keys go through the heads in the order of the grid', () => {
  const trace = fixtureTrace();
  const order = groupsOf(trace).flatMap(({ heads }) => heads.map(({ head }) => head));
  const view = { block: order[0]!.block, head: order[0]!.head } as Parameters<typeof headAfter>[1];
  expect(headAfter(trace, view, 1)).toEqual({ block: order[1]!.block, head: order[1]!.head });
  expect(headAfter(trace, view, -1)).toBeNull();
});

test('the table has every head with its measures, and the sentence the chosen one’s', async () => {
  const { trace, view } = await drawn(attention, { show: 'all', block: 1, head: 0 });
  const { columns, rows } = attention.table(trace, view, 'en');
  expect(rows).toHaveLength(6);
  expect(rows.every((row) => row.length === columns.length)).toBe(true);
  expect(attention.describe(trace, view, 'en')).toMatch(/^Block 1, head 0\. .+, mean weight [\d.]+%\.$/);
});

test('a text too short to measure has one group', async () => {
  const { element } = await drawn(attention, { show: 'all' }, { trace: fixtureTrace(2) });
  expect(kindOf(fixtureTrace(2), headOf(fixtureTrace(2), 0, 0))).toBeNull();
  expect(texts(element, '.gf-part-title')).toEqual(['All heads (6)']);
});
