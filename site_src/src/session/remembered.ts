/** What this browser remembers of a reader's wishes, where it may: nothing depends on it. */
const PREFIX = 'glassformer.';

export function remembered<Value>(name: string): Value | null {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name) ?? 'null') as Value | null;
  } catch {
    return null; // storage is switched off, or holds something else
  }
}

/** null forgets. */
export function remember(name: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // storage is switched off or full: the next visit asks again
  }
}
