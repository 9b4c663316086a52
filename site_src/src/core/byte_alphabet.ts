/**
 * Byte-level BPE writes each byte of a text as one printable character (Radford et al. 2019, `bytes_to_unicode`):
 * printable Latin-1 bytes as themselves, the other 68 as the characters from U+0100 on, in order.
 */
const PRINTABLE: readonly (readonly [number, number])[] = [
  [0x21, 0x7e],
  [0xa1, 0xac],
  [0xae, 0xff],
];

export const BYTE_OF_CHARACTER: ReadonlyMap<string, number> = byteOfCharacter();

function byteOfCharacter(): Map<string, number> {
  const table = new Map<string, number>();
  let next = 0x100;
  for (let byte = 0; byte < 256; byte++) {
    const printable = PRINTABLE.some(([first, last]) => byte >= first && byte <= last);
    table.set(String.fromCharCode(printable ? byte : next++), byte);
  }
  return table;
}

/** The bytes that a vocabulary entry stands for; null if it is not written in the byte alphabet. */
export function tokenBytes(entry: string): Uint8Array | null {
  const bytes = Array.from(entry, (character) => BYTE_OF_CHARACTER.get(character));
  return bytes.every((byte) => byte !== undefined) ? Uint8Array.from(bytes) : null;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A token as text: its bytes as UTF-8, or, where they are no valid UTF-8 alone, each byte as `\xHH`. */
export function displayString(entry: string): string {
  const bytes = tokenBytes(entry);
  if (!bytes) return entry;
  try {
    return utf8.decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
  }
}

/** Vocabulary entries as one text. A character may be spread over several; what is no UTF-8 becomes U+FFFD. */
export function textOf(entries: readonly string[]): string {
  const parts = entries.map((entry) => tokenBytes(entry) ?? new TextEncoder().encode(entry));
  const bytes = Uint8Array.from(parts.flatMap((part) => Array.from(part)));
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
