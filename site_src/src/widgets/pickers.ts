import type { TemplateResult } from 'lit';
import type { View } from '../core/types';
import type { Session } from '../session';
import type { Trace } from '../trace/types';
import { picker, type Option, type PickerName } from './controls';
import type { Messages } from './messages';
import { numbers, tokenOptions } from './options';

/** What a picker reads of a figure: its trace and its view. */
interface Shown {
  readonly trace: Trace;
  readonly view: View;
}

/** Chooses a token in all figures of the page. */
export function tokenPicker({ trace, view }: Shown, session: Session, words: Messages): TemplateResult {
  const options = tokenOptions(trace.meta.tokens);
  return always('position', words.token, view.position, options, words, (position) =>
    session.set({ position, key: null }),
  );
}

/** Chooses a block in all figures of the page. */
export function blockPicker({ trace, view }: Shown, session: Session, words: Messages): TemplateResult {
  const options = numbers(trace.meta.model.config.n_layer);
  return always('block', words.block, view.block, options, words, (block) => session.set({ block }));
}

/** Chooses a head in all figures of the page. */
export function headPicker({ trace, view }: Shown, session: Session, words: Messages): TemplateResult {
  const options = numbers(trace.meta.model.config.n_head);
  return always('head', words.head, view.head, options, words, (head) => session.set({ head }));
}

/** A picker that has no empty choice. */
function always(
  name: PickerName,
  label: string,
  value: number,
  options: Option[],
  words: Messages,
  choose: (value: number) => void,
): TemplateResult {
  return picker({ name, label, value, options, choose: (chosen) => chosen !== null && choose(chosen) }, words);
}
