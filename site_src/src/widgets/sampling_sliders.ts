import { html, type TemplateResult } from 'lit';
import { formatCount, formatFixed } from '../core/numbers';
import type { View } from '../core/types';
import { TEMPERATURE_MAX, type Session } from '../session';
import { slider } from './controls';
import type { Messages } from './messages';

/** Steps of the top-k slider; its last place is "all". */
const COUNTS = [1, 2, 3, 4, 5, 10, 20, 50, 100, 200, 500, 1000, 5000];

/** Temperature, top-k and top-p of all figures of the page. */
export function samplingSliders({ temperature, topK, topP }: View, session: Session, words: Messages): TemplateResult {
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
