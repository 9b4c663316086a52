/** Bytes that this site may still store in this browser; null where the browser does not tell. */
export async function freeBytes(): Promise<number | null> {
  const { storage } = navigator as Partial<Navigator>;
  const estimate = await storage?.estimate?.().catch(() => null);
  if (estimate?.quota === undefined) return null;
  return Math.max(0, estimate.quota - (estimate.usage ?? 0));
}
