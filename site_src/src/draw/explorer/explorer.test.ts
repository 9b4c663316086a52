import { expect, test } from 'vitest';
import { sequentialStep } from '../../core/colour';
import { gelu } from '../../core/gelu';
import { coreTensors, fixtureTrace, strings, traceMeta } from '../../trace/fixture';
import { createTrace } from '../../trace/trace';
import { headOf } from '../head';
import { context, drawn, lines, texts } from '../testing';
import { measuresOf, namedBlocks } from './blocks';
import { explorer } from './explorer';
import { completeView } from '../view';
import { excerptOf } from './excerpt';
import { layoutOf, SIZES, sizeFor, STATIONS } from './layout';
import { length, sceneOf } from './scene';
import { drawUnfolded } from './unfolded';
import { planeOf } from './plane';
import { binned, drawStrips } from './strip';

test.each(['wide', 'narrow'] as const)('drawing for a %s place', async (size) => {
  expect(lines((await drawn(explorer, { size, block: 1, head: 2, position: 2 })).element)).toMatchSnapshot();
});

test('a page gets a picture for every width, a redrawn one only its own', async () => {
  const pictures = async (size: 'all' | 'small') =>
    [...(await drawn(explorer, { size })).element.querySelectorAll('svg')].map((svg) => svg.getAttribute('class'));
  expect(await pictures('all')).toEqual(SIZES.map((size) => `gf-x-picture gf-x-${size}`));
  expect(await pictures('small')).toEqual(['gf-x-picture gf-x-small']);
  expect([1400, 1000, 700, 390].map(sizeFor)).toEqual(['wide', 'medium', 'small', 'narrow']);
});

test.each(SIZES)('the stations of the %s picture follow each other and fit', (size) => {
  for (const [n_layer, n_head] of [
    [2, 3],
    [12, 12],
  ] as const) {
    for (const block of [0, n_layer - 1]) {
      const config = { ...traceMeta().model.config, n_layer, n_head };
      const { stations, length: whole, blocks } = layoutOf(size, config, 16, block);
      const spans = STATIONS.map((name) => stations[name]);
      spans.slice(1).forEach((span, i) => expect(span.u).toBeGreaterThanOrEqual(spans[i]!.u + spans[i]!.du - 1e-6));
      expect(spans.at(-1)!.u + spans.at(-1)!.du).toBeCloseTo(whole, 6);
      if (size !== 'narrow') expect(whole).toBeCloseTo({ wide: 1320, medium: 1000, small: 720 }[size], 6);
      expect(blocks).toHaveLength(n_layer);
      blocks.slice(1).forEach((span, i) => expect(span.u).toBeGreaterThanOrEqual(blocks[i]!.u + blocks[i]!.du));
      expect(stations.ribbons.du).toBeGreaterThan(35);
    }
  }
});

test.each([2, 12, 24, 48])(
  'of %i blocks the bars lie on their slabs, and their numbers beside each other',
  (n_layer) => {
    for (const size of SIZES) {
      const layout = layoutOf(size, { ...traceMeta().model.config, n_layer }, 5, 0);
      const { du } = layout.blocks[1]!;
      const { margin, inner, width, bars } = measuresOf(du);
      expect(width).toBeGreaterThan(0);
      expect(bars[1]).toBeGreaterThan(bars[0] + width);
      expect(bars[1] + width).toBeLessThan(margin + inner);
      expect(namedBlocks(layout) * du).toBeGreaterThanOrEqual(size === 'narrow' ? 13 : n_layer > 10 ? 19 : 11);
    }
  },
);

test('ribbons are as wide as weight × length of the value, on one scale', async () => {
  const { element, trace, view } = await drawn(explorer, { size: 'wide', block: 1, head: 1, position: 4 });
  const head = headOf(trace, 1, 1);
  const { block } = sceneOf(trace, view);
  // The chosen token has a path a ribbon, each other one a path of them all, in the order of the keys.
  const ratios = [...element.querySelectorAll('.gf-x-flow path')].flatMap((path) => {
    const [query, only] = ['query', 'key'].map((name) => Number(path.getAttribute(`data-${name}`) ?? NaN));
    // M from C … to L across: the far end goes from the third point of the first curve to the next one.
    const ribbon = /C[\d.-]+ [\d.-]+ [\d.-]+ [\d.-]+ [\d.-]+ ([\d.-]+)L[\d.-]+ ([\d.-]+)C/g;
    return [...path.getAttribute('d')!.matchAll(ribbon)].map(([, top, bottom], i) => {
      const key = Number.isNaN(only) ? i : only!;
      return [Number(bottom) - Number(top), head.value('pattern', query!, key) * length(block!.v[key]!)] as const;
    });
  });
  expect(ratios).toHaveLength(21);
  const [width, flow] = ratios.reduce((most, next) => (next[1] > most[1] ? next : most));
  for (const [w, f] of ratios) expect(Math.abs(w - (f * width) / flow)).toBeLessThan(0.25); // rounded to tenths
});

test('a dot covers an area in proportion to its weight', async () => {
  const { element, trace } = await drawn(explorer, { size: 'wide', block: 0, head: 2 });
  const head = headOf(trace, 0, 2);
  const radii = new Map(
    [...element.querySelectorAll('.gf-x-dots')].flatMap((path) =>
      [...path.getAttribute('d')!.matchAll(/M([\d.-]+) ([\d.-]+)a([\d.]+)/g)].map(([, x, y, r]) => [
        `${Math.round(Number(x) + Number(r))} ${y}`,
        Number(r),
      ]),
    ),
  );
  const places = [...element.querySelectorAll('.gf-x-empty')];
  expect([places.length, radii.size]).toEqual([21, 21]);
  for (const place of places) {
    const [query, key, x, most] = ['data-query', 'data-key', 'cx', 'r'].map((name) => Number(place.getAttribute(name)));
    const radius = radii.get(`${Math.round(x!)} ${place.getAttribute('cy')}`)!;
    const weight = head.value('pattern', query!, key!);
    expect(Math.abs(radius - Math.max(0.6, most! * Math.sqrt(weight)))).toBeLessThan(0.06);
  }
});

test('a strip has a stripe for each bin, at its place', () => {
  const vectors = [Float32Array.from([1, -1, 0, 1]), Float32Array.from([0, 0, 0, -2])];
  const strips = vectors.map((vector, i) => ({ vector, u: 10 + 40 * i, v: 5 + 20 * i }));
  const style = { bins: 4, binning: 'mean', range: 2 } as const;
  const drawing = drawStrips(
    { context, layout: { size: 'wide', plane: planeOf(false) } },
    'q',
    strips,
    { du: 20, dv: 10 },
    style,
  );
  expect(drawing.getAttribute('transform')).toBe('matrix(5 0 0 10 12.5 5)');
  const d = (name: string): string | null => drawing.querySelector(`.${name}`)!.getAttribute('d');
  expect(d('gf-p0')).toBe('M-0.5 0.5h4M7.5 2.5h4');
  expect(d('gf-p3')).toBe('M0 0v1M3 0v1');
  expect([d('gf-n2'), d('gf-n5')]).toEqual(['M1 0v1', 'M11 2v1']);
});

test('strips stand where they are placed, however many there are', () => {
  const strips = Array.from({ length: 64 }, (_, i) => ({ vector: Float32Array.of(1), u: 0, v: 36 * i }));
  const style = { bins: 1, binning: 'mean', range: 1 } as const;
  const paper = { context, layout: { size: 'wide', plane: planeOf(false) } } as const;
  const drawing = drawStrips(paper, 'q', strips, { du: 20, dv: 4.96 }, style);
  const height = Number(drawing.getAttribute('transform')!.split(' ')[3]);
  const last = Number(/ ([\d.]+)v1$/.exec(drawing.querySelector('.gf-p5')!.getAttribute('d')!)![1]);
  expect(last * height).toBeCloseTo(36 * 63, 1);
});

test('of many tokens the weights are cells, coloured by their size', async () => {
  const { element, trace } = await drawn(explorer, { size: 'wide', block: 1 }, { trace: fixtureTrace(30) });
  const head = headOf(trace, 1, 0);
  const cells = [...element.querySelectorAll('.gf-x-dots')].map((path) => [
    Number(/gf-s(\d+)/.exec(path.getAttribute('class')!)![1]),
    path.getAttribute('d')!.match(/M/g)!.length,
  ]);
  const steps = Array.from({ length: 30 }, (_, query) =>
    Array.from({ length: query + 1 }, (_, key) => Math.max(1, sequentialStep(head.value('pattern', query, key)))),
  ).flat();
  expect(cells).toEqual([...new Set(steps)].sort((a, b) => a - b).map((s) => [s, steps.filter((x) => x === s).length]));
  expect(element.querySelectorAll('rect.gf-x-empty')).toHaveLength(30);
});

test('the stream after a part is what it was plus what the part adds', async () => {
  const { trace, view } = await drawn(explorer, { block: 1 });
  const { block, final, embedded } = sceneOf(trace, view);
  block!.post.forEach((row, token) =>
    row.forEach((value, i) => {
      expect(block!.mid[token]![i]).toBeCloseTo(block!.pre[token]![i]! + block!.attention[token]![i]!, 5);
      expect(value).toBeCloseTo(block!.mid[token]![i]! + block!.mlp[token]![i]!, 5);
      expect(final![token]![i]).toBeCloseTo(value, 5);
    }),
  );
  expect(embedded).toHaveLength(6);
  expect([...block!.hidden[3]!]).toEqual(
    [...trace.loadedLayer(1)!.mlp_pre.data.subarray(3 * 48, 4 * 48)].map((x) => Math.fround(gelu(x))),
  );
});

test('bins hold every number once', () => {
  const vector = Float32Array.from([1, 2, 3, -7, 5]);
  expect([...binned(vector, 2, 'mean')]).toEqual([2, -1]);
  expect([...binned(vector, 3, 'largest')]).toEqual([2, -7, 5]);
  expect([...binned(vector, 24, 'mean')]).toEqual([1, 2, 3, -7, 5]);
});

test('GELU in its tanh form', () => {
  // Values of torch.nn.functional.gelu(x, approximate="tanh").
  for (const [x, y] of [
    [0, 0],
    [1, 0.841192],
    [-1, -0.158808],
    [3, 2.996363],
  ] as const) {
    expect(gelu(x)).toBeCloseTo(y, 6);
  }
});

test('without the detail of its block the picture has what the core knows', async () => {
  const trace = createTrace({ meta: traceMeta(), tensors: coreTensors(), strings });
  const { element } = await drawn(explorer, { size: 'wide' }, { trace });
  expect(element.querySelectorAll('.gf-x-answer')).toHaveLength(10);
  expect(element.querySelectorAll('.gf-x-mini')).toHaveLength(3);
  expect(element.querySelector('.gf-x-attention')).toBeNull();
});

test('the table has what flows into the chosen token', async () => {
  const { trace, view } = await drawn(explorer, { block: 1, head: 1, position: 2 });
  const { rows, columns } = explorer.table(trace, view, 'en');
  expect(columns).toEqual(['position', 'key', 'weight', 'length of v', 'weight × length']);
  expect(rows.map((row) => row[1])).toEqual(['The', '·cat', '·sat']);
  for (const row of rows) expect(Number(row[4])).toBeCloseTo(Number(row[2]) * Number(row[3]), 1);
});

test('tells in a sentence what it shows, in both languages', async () => {
  const { trace, view, element } = await drawn(explorer, { size: 'wide', position: 3 });
  expect(explorer.describe(trace, view, 'en')).toMatch(
    /^The whole model for 6 tokens, block 0 open, head 0\. “·on” gives .+ the most probable token is “.+”, [\d.]+%\.$/,
  );
  expect(element.querySelector('svg')!.getAttribute('aria-label')).toBe(explorer.describe(trace, view, 'en'));
  const { element: chinese } = await drawn(explorer, {}, { locale: 'zh' });
  expect(texts(chinese, '.gf-x-title')).toEqual(['第 0 块', '第 0 块', '第 0 块']);
  expect(chinese.outerHTML).not.toMatch(/\{\w+\}/);
});

test('a text of one token', async () => {
  const { element } = await drawn(explorer, { size: 'wide' }, { trace: fixtureTrace(1) });
  expect(element.querySelectorAll('.gf-x-flow path')).toHaveLength(1);
  expect(element.parentNode).toBeNull();
  expect(context.document.body.childElementCount).toBe(0);
});

test('a text that is read on says what was kept, and marks the one token that was computed', async () => {
  const { element } = await drawn(explorer, { size: 'wide', kept: 5, arrives: true });
  expect(element.querySelectorAll('.gf-x-kept')).toHaveLength(5);
  expect(texts(element, '.gf-x-kept-name')).toEqual(['k, v kept']);
  expect(element.querySelectorAll('.gf-x-fresh.gf-x-arrives')).toHaveLength(1);
  const { element: whole } = await drawn(explorer, { size: 'wide' });
  expect(whole.querySelector('.gf-x-continued')).toBeNull();
});

test('of a long text the picture shows the tokens around the chosen one, and says which', async () => {
  expect(excerptOf('wide', 64, 63)).toEqual({ from: 0, count: 64 });
  expect(excerptOf('wide', 200, 0)).toEqual({ from: 0, count: 64 });
  expect(excerptOf('wide', 200, 199)).toEqual({ from: 136, count: 64 });
  for (let position = 0; position < 200; position++) {
    const { from } = excerptOf('narrow', 200, position);
    expect(position >= from && position < from + 16).toBe(true);
  }
  const long = fixtureTrace(40);
  const { element, trace } = await drawn(explorer, { size: 'narrow', position: 30 }, { trace: long });
  const positions = [...element.querySelectorAll('.gf-x-ground')].map((row) =>
    Number(row.getAttribute('data-position')),
  );
  expect(positions).toEqual(Array.from({ length: 16 }, (_, i) => 20 + i));
  const weights = [...element.querySelectorAll('.gf-x-flow path')].map((path) =>
    Number(path.getAttribute('data-query')),
  );
  expect([Math.min(...weights), Math.max(...weights)]).toEqual([20, 35]);
  expect(texts(element, '.gf-x-ground.gf-selected')).toHaveLength(1);
  expect(element.querySelector('.gf-x-ground.gf-selected')!.getAttribute('data-position')).toBe('30');
  expect(texts(element, '.gf-x-excerpt')).toEqual([
    'The text has 40 tokens; the picture shows 16 of them, 20 to 35, and moves with the chosen token.',
  ]);
  expect(texts((await drawn(explorer, { size: 'wide' }, { trace })).element, '.gf-x-excerpt')).toEqual([]);
});

test('all heads of a model of twelve blocks with twelve heads', () => {
  const config = { ...traceMeta().model.config, n_layer: 12, n_head: 12 };
  const tokens = traceMeta().tokens.length;
  const pattern = Float32Array.from({ length: 144 * tokens * tokens }, (_, i) => {
    const [query, key] = [Math.floor(i / tokens) % tokens, i % tokens];
    return key > query ? 0 : 1 / (query + 1);
  });
  const meta = traceMeta();
  const trace = createTrace({
    meta: { ...meta, model: { ...meta.model, config } },
    tensors: {
      ...coreTensors(),
      pattern: { ...coreTensors().pattern, shape: [12, 12, tokens, tokens], data: pattern },
    },
    strings,
  });
  const view = { ...explorer.defaults, ...completeView(trace, { block: 11, head: 7 }), part: 'heads' as const };
  const heads = drawUnfolded('heads', trace, view, context);
  expect(heads.querySelectorAll('li')).toHaveLength(144);
  expect(texts(heads, 'li.gf-selected')).toEqual(['11.7']);
});
