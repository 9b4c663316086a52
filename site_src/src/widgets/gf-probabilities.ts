import { html, type TemplateResult } from 'lit';
import { formatCount, formatFixed } from '../core/numbers';
import { probabilities, type ProbabilitiesSpec } from '../draw';
import { TEMPERATURE_MAX } from '../session';
import { slider } from './controls';
import { GfFigure, type Scene } from './figure';

/** Steps of the top-k slider; its last place is "all". */
const COUNTS = [1, 2, 3, 4, 5, 10, 20, 50, 100, 200, 500, 1000, 5000];

/** The next token's probabilities, the model's own beside those after temperature, top-k and top-p. */
export class GfProbabilities extends GfFigure<ProbabilitiesSpec> {
  protected readonly kind = probabilities;
  protected readonly own = ['temperature', 'topK', 'topP'] as const;

  protected override controls({ view }: Scene<ProbabilitiesSpec>): TemplateResult {
    const { words, session } = this;
    const { temperature, topK, topP } = view;
    const counts = topK === null || COUNTS.includes(topK) ? COUNTS : [...COUNTS, topK].sort((a, b) => a - b);
    return html`${slider({
      name: 'temperature',
      label: words.temperature,
      min: 0,
      max: TEMPERATURE_MAX,
      step: 0.05,
      value: temperature,
      text: temperature === 0 ? `0: ${words.greedy}` : formatFixed(temperature, 2),
      choose: (value) => session.set({ temperature: value }),
    })}
    ${slider({
      name: 'top-k',
      label: words.topK,
      min: 0,
      max: counts.length,
      step: 1,
      value: topK === null ? counts.length : counts.indexOf(topK),
      text: topK === null ? words.off : words.best(formatCount(topK)),
      choose: (index) => session.set({ topK: counts[index] ?? null }),
    })}
    ${slider({
      name: 'top-p',
      label: words.topP,
      min: 0.05,
      max: 1,
      step: 0.01,
      value: topP ?? 1,
      text: topP === null ? words.off : formatFixed(topP, 2),
      choose: (value) => session.set({ topP: value >= 1 ? null : value }),
    })}`;
  }
}
