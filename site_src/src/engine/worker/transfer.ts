/** The buffers of every typed array inside maps, arrays and plain objects: handed over to the page, not copied. */
export function buffersIn(value: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  const visit = (part: unknown): void => {
    if (ArrayBuffer.isView(part)) {
      if (part.buffer instanceof ArrayBuffer && part.byteLength === part.buffer.byteLength) found.add(part.buffer);
    } else if (part instanceof Map) {
      for (const entry of part.values()) visit(entry);
    } else if (typeof part === 'object' && part !== null) {
      for (const entry of Object.values(part)) visit(entry);
    }
  };
  visit(value);
  return [...found];
}
