import { modelFolder, type Manifest } from './manifest';

/** Whether a token occurred in the text that a model was trained on. */
export type Seen = (id: number) => boolean;

/** Every token counts as seen where the model's author did not say which were. */
const all: Seen = () => true;

/** Fetches a model's list of seen tokens: token `id` is bit `id % 8`, from the lowest, of byte `id / 8`. */
export async function fetchSeen(root: URL, { model, seen_tokens: file }: Manifest): Promise<Seen> {
  if (!file) return all;
  const answer = await fetch(new URL(file.file, modelFolder(root, model.id)));
  if (!answer.ok) throw new Error(`${file.file}: the server answered ${answer.status}`);
  const bits = new Uint8Array(await answer.arrayBuffer());
  return (id) => (((bits[id >> 3] ?? 0) >> (id & 7)) & 1) === 1;
}
