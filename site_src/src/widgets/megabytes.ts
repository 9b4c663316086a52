/** Bytes as MB, one decimal below 100. */
export function megabytes(bytes: number): string {
  const size = bytes / 1e6;
  return size < 100 ? size.toFixed(1) : size.toFixed(0);
}
