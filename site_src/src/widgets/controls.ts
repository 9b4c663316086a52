import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Messages } from './messages';

export interface Option {
  readonly value: number | null;
  readonly label: string;
}

export type PickerName = keyof Messages['nouns'];

interface Picker {
  readonly name: PickerName;
  readonly label: string;
  readonly value: number | null;
  readonly options: readonly Option[];
  readonly choose: (value: number | null) => void;
}

/** A list to choose from with a button to each side: one step, or straight to any entry. */
export function picker({ name, label, value, options, choose }: Picker, words: Messages): TemplateResult {
  const at = options.findIndex((option) => option.value === value);
  const step = (by: number, sign: string, title: string): TemplateResult => {
    const option = options[at + by];
    return html`<button
      type="button"
      class="gf-step"
      aria-label=${title}
      ?disabled=${!option}
      @click=${() => option && choose(option.value)}
    >
      ${sign}
    </button>`;
  };
  const changed = (event: Event): void => {
    const option = options[(event.target as HTMLSelectElement).selectedIndex];
    if (option) choose(option.value);
  };
  return html`<div class="gf-control" role="group" aria-label=${label}>
    <span class="gf-label" aria-hidden="true">${label}</span>
    <div class="gf-picker">
      ${step(-1, '‹', words.previous(words.nouns[name]))}
      <select data-control=${name} aria-label=${label} @change=${changed}>
        ${options.map(
          (option, index) => html`<option value=${index} .selected=${live(index === at)}>${option.label}</option>`,
        )}
      </select>
      ${step(1, '›', words.next(words.nouns[name]))}
    </div>
  </div>`;
}

interface Segments {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly choose: (value: string) => void;
}

/** A few things to choose from, all in sight. */
export function segments({ name, label, value, options, choose }: Segments): TemplateResult {
  return html`<div class="gf-control" role="group" aria-label=${label}>
    <span class="gf-label" aria-hidden="true">${label}</span>
    <div class="gf-segments">
      ${options.map(
        (option) =>
          html`<button
            type="button"
            class="gf-segment"
            data-control=${name}
            data-value=${option.value}
            aria-pressed=${option.value === value}
            @click=${() => choose(option.value)}
          >
            ${option.label}
          </button>`,
      )}
    </div>
  </div>`;
}

interface Slider {
  readonly name: string;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  /** The value as it is read and read out. */
  readonly text: string;
  readonly choose: (value: number) => void;
}

export function slider({ name, label, min, max, step, value, text, choose }: Slider): TemplateResult {
  return html`<label class="gf-control gf-slider">
    <span class="gf-label">${label} <output>${text}</output></span>
    <input
      type="range"
      data-control=${name}
      aria-label=${label}
      min=${min}
      max=${max}
      step=${step}
      .value=${live(String(value))}
      aria-valuetext=${text}
      @input=${(event: Event) => choose((event.target as HTMLInputElement).valueAsNumber)}
    />
  </label>`;
}

export function button(
  name: string,
  label: string,
  act: () => void,
  options: { primary?: boolean; disabled?: boolean } = {},
): TemplateResult {
  const style = options.primary ? 'gf-button gf-button--primary' : 'gf-button';
  return html`<button type="button" class=${style} data-control=${name} ?disabled=${options.disabled} @click=${act}>
    ${label}
  </button>`;
}
