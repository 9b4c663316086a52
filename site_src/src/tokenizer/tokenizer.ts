import { Tokenizer as Pipeline } from '@huggingface/tokenizers';
import { displayString, textOf } from '../core/byte_alphabet';
import type { Word } from '../core/merges';
import { mergeWord, ranksOf, type Ranks } from './merging';
import { withSplittingWrittenOut } from './splitting';

export interface Tokenizer {
  /** Token ids, the same as Python's for the same text. A lone surrogate, which is no character, counts as U+FFFD. */
  encode(text: string): number[];
  /** How these tokens come about: word by word, merge by merge. */
  words(text: string): Word[];
  /** Display string of a token. @throws RangeError for an id outside the vocabulary */
  display(id: number): string;
  /** The text of tokens; bytes that are no UTF-8 together become U+FFFD. @throws RangeError for an id outside the vocabulary */
  decode(ids: readonly number[]): string;
}

/** `json` is the content of a tokenizer.json of Hugging Face's tokenizers. */
export function loadTokenizer(json: unknown): Tokenizer {
  if (typeof json !== 'object' || json === null) throw new TypeError('tokenizer.json does not hold an object.');
  const pipeline = new Pipeline(withSplittingWrittenOut(json), {});
  const entryOf = (id: number): string => {
    const entry = pipeline.id_to_token(id);
    if (entry === undefined) throw new RangeError(`Token id ${id} is not in the vocabulary.`);
    return entry;
  };
  const added = [...pipeline.get_added_tokens_decoder().values()].map(({ content }) => content);
  let ranks: Ranks | null = null; // only a reader who asks for merges needs the list
  return {
    words: (text) =>
      splitAt(wellFormed(text), added).flatMap((section) => {
        if (added.includes(section)) return [{ symbols: [section], merges: [] }];
        const words = pipeline.pre_tokenizer?.pre_tokenize(section) ?? [section];
        return words.map((word) => mergeWord([...word], (ranks ??= ranksOf(mergesOf(json)))));
      }),
    encode: (text) => pipeline.encode(wellFormed(text), { add_special_tokens: false }).ids,
    display: (id) => displayString(entryOf(id)),
    decode: (ids) => textOf(ids.map(entryOf)),
  };
}

function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD'); // with the u flag a surrogate pair is one character, never matched
}

/** The sections of a text between special tokens, and these. */
function splitAt(text: string, added: readonly string[]): string[] {
  const literal = added.map((token) => token.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const sections = added.length > 0 ? text.split(new RegExp(`(${literal.join('|')})`)) : [text];
  return sections.filter((section) => section !== '');
}

function mergesOf(json: object): readonly (string | readonly string[])[] {
  return (json as { model?: { merges?: readonly (string | readonly string[])[] } }).model?.merges ?? [];
}
