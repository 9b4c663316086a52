import { html, nothing, type TemplateResult } from 'lit';
import { message } from '../core/messages';
import type { Locale } from '../core/types';
import { REMOVALS, type Removal } from '../draw';
import type { Session } from '../session';
import { segments } from './controls';
import type { Scene } from './figure';
import type { Messages } from './messages';
import { blockPicker, headPicker } from './pickers';

/** What is removed: a kind of part, and which one of it. */
export function removalControls(
  scene: Scene<{ readonly remove: Removal }>,
  session: Session,
  words: Messages,
  locale: Locale,
  choose: (remove: Removal) => void,
): TemplateResult {
  const { remove } = scene.view;
  const options = REMOVALS.map((value) => ({ value, label: message(locale, `ablate.option.${value}`) }));
  const label = message(locale, 'ablate.remove');
  const chosen = (value: string): void => choose(REMOVALS.find((name) => name === value) ?? remove);
  return html`${segments({ name: 'remove', label, value: remove, options, choose: chosen })}
  ${remove === 'head' || remove === 'mlp' ? blockPicker(scene, session, words) : nothing}
  ${remove === 'head' ? headPicker(scene, session, words) : nothing}`;
}
