import { Tokenizer as Pipeline } from '@huggingface/tokenizers';
import { displayString, textOf } from './bytes';
import { withSplittingWrittenOut } from './splitting';

export interface Tokenizer {
  /** Token ids, the same as Python's for the same text. A lone surrogate, which is no character, counts as U+FFFD. */
  encode(text: string): number[];
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
  return {
    encode: (text) => pipeline.encode(wellFormed(text), { add_special_tokens: false }).ids,
    display: (id) => displayString(entryOf(id)),
    decode: (ids) => textOf(ids.map(entryOf)),
  };
}

function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD'); // with the u flag a surrogate pair is one character, never matched
}
