import type { Drawing } from '../core/generation';
import { message } from '../core/messages';
import { formatCount } from '../core/numbers';
import type { Locale } from '../core/types';

/** How a token was drawn, in a line: temperature, filters and seed. */
export function settingsOf({ temperature, topK, topP, seed }: Drawing, locale: Locale): string {
  if (temperature === 0) return message(locale, 'generate.greedy');
  return [
    message(locale, 'generate.settings', { temperature }),
    ...(topK === null ? [] : [message(locale, 'generate.topK', { value: formatCount(topK) })]),
    ...(topP === null ? [] : [message(locale, 'generate.topP', { value: topP })]),
    message(locale, 'generate.seed', { value: seed }),
  ].join(' · ');
}
