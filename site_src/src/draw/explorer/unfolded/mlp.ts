import { formatNumber } from '../../../core/numbers';
import { html, svg } from '../../element';
import { tokenText } from '../../token-text';
import { gelu } from '../scene';
import { missing, note, rowAt, step, word, words, type Stage } from './stage';
import { drawVector } from './vector';

/** The neurons before and after tanh-GELU, the most active ones, and what each of them writes. */
export function drawMlpSteps(stage: Stage): Element {
  const { context, trace, view, block, detail, layerWeights } = stage;
  const { d_mlp } = trace.meta.model.config;
  const pre = rowAt(detail.mlp_pre.data, view.position, d_mlp);
  const ids = layerWeights ? [...layerWeights.neuron_ids.data] : [];
  return html(
    context,
    'div',
    { class: 'gf-u-steps' },
    step(
      stage,
      words(stage, 'unfolded.mlp.curve', { count: String(d_mlp) }),
      curve(stage, pre),
      note(stage, word(stage, 'unfolded.mlp.curveNote', { on: pre.filter((x) => x > 0).length, count: d_mlp })),
    ),
    step(
      stage,
      word(stage, 'unfolded.mlp.neurons'),
      layerWeights ? neurons(stage, pre) : missing(stage),
      layerWeights ? note(stage, word(stage, 'unfolded.mlp.neuronsNote')) : null,
    ),
    step(
      stage,
      word(stage, 'unfolded.mlp.result'),
      drawVector(stage, {
        name: 'mlp_post',
        kind: 'gf-x-into-mlp',
        values: block.hidden[view.position]!,
        marked: ids.slice(0, 5),
      }),
      drawVector(stage, { name: 'mlp_out', kind: 'gf-x-from-mlp', values: block.mlp[view.position]! }),
    ),
  );
}

const [LEFT, RIGHT, TOP] = [-4, 4, 4];
/** Of the picture, for 1: type in it then has about the size that it is given. */
const UNIT = 40;

/** Every neuron on the curve: its input to the right, its activation up. Beyond the edges it stands at the edge. */
function curve(stage: Stage, pre: Float32Array): Element {
  const { context } = stage;
  const at = (x: number, y: number): string => `${Number((x * UNIT).toFixed(1))} ${Number((-y * UNIT).toFixed(1))}`;
  const point = (x: number): string => at(x, Math.min(TOP, gelu(x)));
  const line = Array.from({ length: 81 }, (_, i) => LEFT + (i * (RIGHT - LEFT)) / 80)
    .map((x, i) => `${i ? 'L' : 'M'}${point(x)}`)
    .join('');
  const dots = [...pre].map((x) => `M${point(Math.max(LEFT, Math.min(RIGHT, x)))}h0`).join('');
  const [width, height] = [RIGHT - LEFT + 0.4, TOP + 1.1];
  return svg(
    context,
    'svg',
    {
      class: 'gf-u-curve',
      viewBox: `${at(LEFT - 0.2, TOP + 0.3)} ${width * UNIT} ${height * UNIT}`,
      role: 'img',
      'aria-label': word(stage, 'unfolded.mlp.curveLabel', { count: pre.length }),
    },
    svg(context, 'path', { class: 'gf-u-axis', d: `M${at(LEFT, 0)}L${at(RIGHT, 0)}M${at(0, 0)}L${at(0, TOP)}` }),
    svg(context, 'path', { class: 'gf-u-gelu', d: line }),
    svg(context, 'path', { class: 'gf-u-dots', d: dots }),
    ...[-2, 2].map((x) => svg(context, 'text', { x: x * UNIT, y: 0.55 * UNIT }, formatNumber(x, 1))),
    svg(context, 'text', { x: -0.35 * UNIT, y: -1.88 * UNIT }, formatNumber(2, 1)),
  );
}

/** The most active neurons: input, activation, and the tokens that each moves most. */
function neurons(stage: Stage, pre: Float32Array): Element {
  const { context, trace, layerWeights } = stage;
  const { neuron_ids, towards_ids, against_ids } = layerWeights!;
  const width = towards_ids.shape.at(-1)!;
  const list = (ids: Float32Array | Int32Array, row: number): Element =>
    html(
      context,
      'td',
      { class: 'gf-u-list' },
      ...[...ids.subarray(row * width, row * width + 4)].map((id) => tokenText(context, trace.string(id), 'gf-boxed')),
    );
  const rows = [...neuron_ids.data]
    .slice(0, 6)
    .map((id, row) =>
      html(
        context,
        'tr',
        {},
        html(context, 'th', { scope: 'row' }, String(id)),
        html(context, 'td', {}, formatNumber(pre[id]!)),
        html(context, 'td', {}, formatNumber(gelu(pre[id]!))),
        list(towards_ids.data, row),
        list(against_ids.data, row),
      ),
    );
  const heads = (['neuron', 'before', 'after', 'towards', 'against'] as const).map((name) =>
    html(context, 'th', { scope: 'col' }, word(stage, `unfolded.mlp.${name}`)),
  );
  return html(
    context,
    'div',
    // What scrolls has to be in reach of the keyboard.
    { class: 'gf-scroll', tabindex: 0, role: 'group', 'aria-label': word(stage, 'unfolded.mlp.neurons') },
    html(
      context,
      'table',
      { class: 'gf-u-products gf-u-neurons' },
      html(context, 'thead', {}, html(context, 'tr', {}, ...heads)),
      html(context, 'tbody', {}, ...rows),
    ),
  );
}
