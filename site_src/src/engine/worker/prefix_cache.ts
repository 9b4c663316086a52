import type { CoreBuilder } from './core_builder';
import { bytesOf, dispose, type KeyValues } from './key_values';

/** A text that was run. */
export interface Line {
  /** Of the interventions: texts run under others share nothing. */
  readonly key: string;
  readonly ids: readonly number[];
  /** Of all its tokens. */
  readonly past: KeyValues;
  /** After its last token: [d_vocab]. */
  readonly logits: Float32Array;
  /** What a trace holds of its first tokens, if one was made: another trace takes them over. */
  readonly rows?: CoreBuilder | undefined;
}

/** What a text shares with one that was run: its first `length` tokens. */
export interface Match {
  readonly line: Line;
  readonly length: number;
}

const MOST_LINES = 4;
const MOST_BYTES = 64 * 2 ** 20;

/**
 * Texts that were run, the newest first, with their keys and values. A line that another one begins with is not kept:
 * going back cuts the longer one, and taking another way leaves it for the return.
 */
export class PrefixCache {
  #lines: Line[] = [];

  find(key: string, ids: readonly number[]): Match | null {
    let best: Match | null = null;
    for (const line of this.#lines) {
      const length = line.key === key ? sharedLength(line.ids, ids) : 0;
      if (length > (best?.length ?? 0)) best = { line, length };
    }
    return best;
  }

  /** Takes over the line's keys and values. */
  keep(line: Line): void {
    const longer = this.#lines.find((other) => beginsWith(other, line));
    if (longer) return this.#replace([longer], { ...longer, rows: moreOf(longer.rows, line.rows) }, line);
    const shorter = this.#lines.filter((other) => beginsWith(line, other));
    const rows = shorter.reduce((most, other) => moreOf(most, other.rows), line.rows);
    this.#replace(shorter, { ...line, rows }, ...shorter);
    while (this.#lines.length > 1 && this.#isFull()) dispose(this.#lines.pop()!.past);
  }

  /** Forgets everything; what lies on a device that is lost cannot be let go of. */
  clear(): void {
    this.#lines = [];
  }

  #replace(old: readonly Line[], line: Line, ...unused: readonly Line[]): void {
    this.#lines = [line, ...this.#lines.filter((other) => !old.includes(other))];
    for (const { past } of unused) dispose(past);
  }

  #isFull(): boolean {
    const bytes = this.#lines.reduce((sum, { past }) => sum + bytesOf(past), 0);
    return this.#lines.length > MOST_LINES || bytes > MOST_BYTES;
  }
}

function moreOf(a: CoreBuilder | undefined, b: CoreBuilder | undefined): CoreBuilder | undefined {
  return (b?.length ?? 0) > (a?.length ?? 0) ? b : a;
}

function beginsWith(line: Line, start: Line): boolean {
  return line.key === start.key && sharedLength(line.ids, start.ids) === start.ids.length;
}

function sharedLength(a: readonly number[], b: readonly number[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}
