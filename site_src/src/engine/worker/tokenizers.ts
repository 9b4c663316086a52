import { loadTokenizer, type Tokenizer } from '../../tokenizer';
import { tokenizerFile } from '../files';
import type { Place } from '../protocol';
import { sharedFile } from './shared_file';

const tokenizerIn = sharedFile((bytes) => loadTokenizer(JSON.parse(new TextDecoder().decode(bytes))));

/** A model's tokenizer. */
export function tokenizerOf({ root, manifest }: Place): Promise<Tokenizer> {
  return tokenizerIn(tokenizerFile(new URL(root), manifest));
}
