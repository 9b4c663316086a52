import { html, type TemplateResult } from 'lit';
import { message } from '../core/messages';
import type { Locale } from '../core/types';
import { PARTS, type Part } from '../draw';
import { picker } from './controls';
import type { Messages } from './messages';

type Choose = (part: Part | null) => void;

/** The parts in the order of the flow, to unfold one: a row of buttons, or a list where there is no room for a row. */
export function partBar(shown: Part | null, choose: Choose, locale: Locale, words: Messages): TemplateResult {
  const all: readonly (Part | null)[] = [null, ...PARTS];
  const name = (part: Part | null): string => message(locale, `part.${part ?? 'overview'}`);
  const button = (part: Part | null): TemplateResult =>
    html`<button
      type="button"
      data-control=${`part-${part ?? 'overview'}`}
      aria-pressed=${part === shown}
      @click=${() => choose(part)}
    >
      ${name(part)}
    </button>`;
  const options = all.map((part, value) => ({ value, label: name(part) }));
  const chosen = (value: number | null): void => choose(all[value ?? 0] ?? null);
  return html`<div class="gf-parts gf-segments" role="group" aria-label=${words.part}>${all.map(button)}</div>
    <div class="gf-part-list">
      ${picker({ name: 'part', label: words.part, value: all.indexOf(shown), options, choose: chosen }, words)}
    </div>`;
}
