import { message } from '../core/messages';
import { visibleToken } from '../core/token';
import type { Locale, View } from '../core/types';
import type { Part } from '../draw';
import { slugOf } from '../trace/library';
import type { Trace } from '../trace/types';
import { takeawayWords } from './takeaway_words';

interface Shown {
  readonly trace: Trace;
  readonly view: View;
}

/** What stands above a picture: the part, and where in the model. */
export function titleOf({ trace, view }: Shown, part: Part | null, locale: Locale): string {
  const { block, head, position } = view;
  const token = visibleToken(trace.meta.tokens[position] ?? '');
  const name = message(locale, `part.${part ?? 'overview'}`, { block, head });
  return `${name} · ${takeawayWords[locale].place(block, head, token, position)}`;
}

/** What stands below it: `model` says where the numbers are from, then comes the text. */
export const sourceOf = ({ trace }: Shown, model: string, locale: Locale): string =>
  `${model} · ${takeawayWords[locale].text(trace.meta.text)}`;

/** What a file is called: the model, the text, and what of it. */
export function fileNameOf({ trace, view }: Shown, what: Part | 'overview' | 'core'): string {
  const { model, prompt } = trace.meta;
  const place = what === 'core' ? [] : [`block${view.block}`, `head${view.head}`];
  return [slugOf(model.id), prompt ?? 'own-text', what, ...place].join('-');
}
