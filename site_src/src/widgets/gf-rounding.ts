import { html, type TemplateResult } from 'lit';
import { message } from '../core/messages';
import { BITS, chosenWeight, GROUP, groupsOf, rounding, type RoundingSpec } from '../draw';
import { picker, segments } from './controls';
import { GfFigure, type Scene } from './figure';
import { blockPicker, headPicker } from './pickers';
import { pointedAt } from './pointing';

/** 32 weights on a ruler: choose which, with how many bits, and one of them to read. */
export class GfRounding extends GfFigure<RoundingSpec> {
  protected readonly kind = rounding;
  protected readonly own = ['block', 'head'] as const;
  protected override readonly chooses = 'rounding';

  protected override controls(scene: Scene<RoundingSpec>): TemplateResult {
    const { session, words, locale } = this;
    const { bits, group } = scene.view;
    const groups = Array.from({ length: groupsOf(scene.trace) }, (_, value) => ({
      value,
      label: `${value * GROUP}–${(value + 1) * GROUP - 1}`,
    }));
    return html`${segments({
      name: 'bits',
      label: message(locale, 'rounding.bits'),
      value: String(bits),
      options: BITS.map((value) => ({ value: String(value), label: String(value) })),
      choose: (value) => this.choose({ bits: Number(value), weight: null }),
    })}
    ${picker(
      {
        name: 'group',
        label: message(locale, 'rounding.group'),
        value: group,
        options: groups,
        choose: (value) => value !== null && this.choose({ group: value, weight: null }),
      },
      words,
    )}
    ${blockPicker(scene, session, words)}${headPicker(scene, session, words)}`;
  }

  protected override pressed(event: MouseEvent): void {
    const weight = pointedAt(event, 'weight');
    if (weight !== null) this.choose({ weight });
  }

  protected override moved({ trace, view }: Scene<RoundingSpec>, down: number, right: number): void {
    const weight = chosenWeight(trace, view) + down + right;
    if (weight >= 0 && weight < GROUP) this.choose({ weight });
  }
}
