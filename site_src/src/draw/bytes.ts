/** Display strings back to bytes: what is not text alone is written \xHH, a byte each. */
const BYTE = /\\x[0-9A-F]{2}/;

const hasBytes = (display: string): boolean => BYTE.test(display);

function bytesOf(display: string): number[] {
  return display
    .split(/(\\x[0-9A-F]{2})/)
    .flatMap((part) =>
      /^\\x[0-9A-F]{2}$/.test(part) ? [parseInt(part.slice(2), 16)] : [...new TextEncoder().encode(part)],
    );
}

/** How many bytes a token stands for. */
export function byteCount(display: string): number {
  return bytesOf(display).length;
}

/** A run of tokens that are text only together, such as the pieces of an emoji. */
export interface Joined {
  /** Position of the last token of the run. */
  readonly end: number;
  readonly text: string;
}

/** The runs of byte tokens that make whole characters when they are put together. */
export function joinBytes(displays: readonly string[]): Joined[] {
  const runs: Joined[] = [];
  let pending: number[] = [];
  displays.forEach((display, end) => {
    if (!hasBytes(display)) {
      pending = [];
      return;
    }
    pending.push(...bytesOf(display));
    const text = decode(pending);
    if (text === null) return;
    runs.push({ end, text: text.trim() });
    pending = [];
  });
  return runs;
}

function decode(bytes: readonly number[]): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return null;
  }
}
