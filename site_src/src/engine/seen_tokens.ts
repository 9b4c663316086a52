/** Whether a token occurred in the text that a model was trained on. */
export type Seen = (id: number) => boolean;

/** Every token counts as seen where the model's author did not say which were. */
export const allSeen: Seen = () => true;

/** Reads a model's list of seen tokens: token `id` is bit `id % 8`, from the lowest, of byte `id / 8`. */
export function seenIn(bits: Uint8Array): Seen {
  return (id) => (((bits[id >> 3] ?? 0) >> (id & 7)) & 1) === 1;
}
