/** GPT-2's splitting pattern (openai/gpt-2, encoder.py), as Hugging Face's ByteLevel applies it. */
const GPT2_SPLIT = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`;

interface PreTokenizer {
  readonly type?: string;
  readonly add_prefix_space?: boolean;
  readonly use_regex?: boolean;
}

/**
 * The same tokenizer.json with ByteLevel's own splitting written out as a pattern. @huggingface/tokenizers runs the
 * built-in one as a plain JavaScript expression, where `\s` holds U+FEFF and lacks U+0085, unlike in Python; patterns
 * that stand in the file it translates exactly.
 */
export function withSplittingWrittenOut(json: object): object {
  const step = 'pre_tokenizer' in json ? (json.pre_tokenizer as PreTokenizer | null) : null;
  if (step?.type !== 'ByteLevel' || step.use_regex === false || step.add_prefix_space !== false) return json;
  const split = { type: 'Split', pattern: { Regex: GPT2_SPLIT }, behavior: 'Isolated', invert: false };
  return { ...json, pre_tokenizer: { type: 'Sequence', pretokenizers: [split, { ...step, use_regex: false }] } };
}
