import type { Locale } from '../types';
import { en, type MessageKey } from './en';
import { zh } from './zh';

export type { MessageKey } from './en';

export const messages: Readonly<Record<Locale, Readonly<Record<MessageKey, string>>>> = { en, zh };

export type Values = Readonly<Record<string, string | number>>;

/** A text in the reader's language with its places filled. A place without a value stays as it is. */
export function message(locale: Locale, key: MessageKey, values: Values = {}): string {
  return messages[locale][key].replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

/** A text cut at its places: strings, and the values themselves where they may be more than text. */
export function messageParts<Value>(
  locale: Locale,
  key: MessageKey,
  values: Readonly<Record<string, Value>>,
): (string | Value)[] {
  const pieces = messages[locale][key].split(/\{(\w+)\}/);
  return pieces.map((piece, i) => (i % 2 ? (values[piece] ?? `{${piece}}`) : piece)).filter((piece) => piece !== '');
}
