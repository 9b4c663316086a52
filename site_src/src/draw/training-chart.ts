import { message } from '../core/messages';
import { formatCount, formatFixed } from '../core/numbers';
import type { Training } from '../trace/types';
import { linearAxis } from './axis';
import { at, drawChart } from './chart';
import { html } from './element';
import type { Context } from './types';

/** At most this many steps are named below the chart. */
const NAMED = 6;

/** The loss over the steps, the first ones as far apart as the last: each mark doubles. Marks carry `data-stage`. */
export function drawLoss(training: Training, chosen: number, context: Context): Element {
  const { stages, curve } = training;
  const steps = Math.max(...stages.map(({ step }) => step), ...curve.map(([step]) => step), 1);
  const x = (step: number): number => Math.log2(step + 1) / Math.log2(steps + 1);
  const losses = [...stages.map(({ validationLoss }) => validationLoss), ...curve.map(([, loss]) => loss)];
  const y = linearAxis(0, Math.max(...losses) * 1.05);
  const [first, last] = [stages[0]!, stages.at(-1)!];
  const every = Math.ceil(stages.length / NAMED);
  return drawChart(
    {
      label: message(context.locale, 'training.chart', {
        first: formatFixed(first.validationLoss, 2),
        last: formatFixed(last.validationLoss, 2),
        steps: formatCount(last.step),
      }),
      y,
      lines: [
        { name: 'gf-thin', points: curve.map(([step, loss]) => [x(step), y.place(loss)]) },
        { name: 'gf-held', points: stages.map(({ step, validationLoss }) => [x(step), y.place(validationLoss)]) },
      ],
      ground: [html(context, 'span', { class: 'gf-now', style: at(x(stages[chosen]!.step), 0) })],
      marks: stages.map(({ step, validationLoss }, index) =>
        html(context, 'span', {
          class: index === chosen ? 'gf-dot gf-selected' : 'gf-dot',
          style: at(x(step), y.place(validationLoss)),
          'data-stage': index,
        }),
      ),
      below: stages
        .filter((_, index) => (stages.length - 1 - index) % every === 0)
        .map(({ step }) => ({
          ...(x(step) > 0.95 ? { from: 0.8, to: 1, name: 'gf-end' } : { from: x(step) - 0.05, to: x(step) + 0.05 }),
          text: formatCount(step),
        })),
    },
    context,
  );
}
