export { loadTokenizer } from './tokenizer';
export type { Tokenizer } from './tokenizer';
