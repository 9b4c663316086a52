/** What a part of a token's display string is: plain text, white space made visible, or a byte that is no text alone. */
export interface TokenPart {
  readonly kind: 'text' | 'space' | 'byte';
  readonly text: string;
}

const SPACES: Readonly<Record<string, string>> = {
  ' ': '·',
  '\u00a0': '⍽',
  '\u3000': '□',
  '\n': '↵',
  '\r': '␍',
  '\t': '⇥',
};

// A byte written \xHH, white space, a control or formatting character, or a run of anything else.
const PARTS =
  /(\\x[0-9A-F]{2})|([ \u00a0\u3000\n\r\t])|([\p{Cc}\p{Cf}\u2028\u2029])|((?:(?!\\x[0-9A-F]{2})[^ \u00a0\u3000\n\r\t\p{Cc}\p{Cf}\u2028\u2029])+)/gu;

/** A token's display string in parts, so that nothing of it is invisible: leading spaces, newlines, bytes, controls. */
export function tokenParts(display: string): TokenPart[] {
  return [...display.matchAll(PARTS)].map(([whole, byte, space, control]) => {
    if (byte) return { kind: 'byte', text: byte };
    if (space) return { kind: 'space', text: SPACES[space]! };
    if (control) return { kind: 'byte', text: codePoint(control) };
    return { kind: 'text', text: whole };
  });
}

/** The token on one line with everything visible: " the" reads "·the". */
export function visibleToken(display: string): string {
  return tokenParts(display)
    .map((part) => part.text)
    .join('');
}

const codePoint = (character: string): string =>
  `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
