import { loadTokenizer, type Tokenizer } from '../../tokenizer';
import { tokenizerFile } from '../files';
import type { Place } from '../protocol';
import { openStore } from '../store';
import { obtain } from './obtain';

const known = new Map<string, Promise<Tokenizer>>();

/** A model's tokenizer. Shared by every call that waits for it: no single call's cancel ends it. */
export function tokenizerOf({ root, manifest }: Place): Promise<Tokenizer> {
  const file = tokenizerFile(new URL(root), manifest);
  const { signal } = new AbortController();
  const reading =
    known.get(file.key) ??
    openStore()
      .then((store) => obtain(file, { store, signal, onBytes: () => undefined }))
      .then(({ bytes }) => loadTokenizer(JSON.parse(new TextDecoder().decode(bytes))));
  known.set(file.key, reading);
  reading.catch(() => known.delete(file.key)); // asked for again the next time
  return reading;
}
