/** Hex sha256. Pages on plain http have no `crypto.subtle`: there a small library computes the same. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return hex(hasSubtle() ? new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)) : await sha256InScript(bytes));
}

export async function sha256InScript(bytes: Uint8Array): Promise<Uint8Array> {
  const { sha256: digest } = await import('@noble/hashes/sha2.js');
  return digest(bytes);
}

function hasSubtle(): boolean {
  return (crypto as Partial<Crypto>).subtle !== undefined;
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
