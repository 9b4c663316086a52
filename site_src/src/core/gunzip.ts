const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** The unpacked bytes; bytes that are not gzip come back as they are, since some servers unpack `.gz` files themselves. */
export async function gunzip(bytes: Uint8Array): Promise<Uint8Array> {
  if (!isGzip(bytes)) return bytes;
  const unpacked = new Blob([bytes.slice()]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}

/** Fetches a file that may be stored gzipped. Throws an Error of one line naming the address and the answer. */
export async function fetchUnpacked(url: URL | string, signal?: AbortSignal): Promise<Uint8Array> {
  const response = await fetch(url, signal ? { signal } : {});
  if (!response.ok)
    throw new Error(`${String(url)}: the server answered ${response.status} ${response.statusText}`.trim());
  return gunzip(new Uint8Array(await response.arrayBuffer()));
}
