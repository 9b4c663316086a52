/** A small picture of few colours as a PNG file in a data address (PNG specification, third edition, W3C 2025). */

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const BITS = 4;
const INDEXED = 3;

/** Pixels are indices into `opacities` (at most 16, from 0 to 1), row by row; every colour is black. */
export function maskPng(width: number, height: number, pixels: Uint8Array, opacities: readonly number[]): string {
  const header = [...word(width), ...word(height), BITS, INDEXED, 0, 0, 0];
  const alphas = opacities.map((opacity) => Math.round(opacity * 255));
  const file = [
    ...SIGNATURE,
    ...chunk('IHDR', header),
    ...chunk('PLTE', new Array<number>(3 * alphas.length).fill(0)),
    ...chunk('tRNS', alphas),
    ...chunk('IDAT', stored(rowsOf(width, height, pixels))),
    ...chunk('IEND', []),
  ];
  return `data:image/png;base64,${btoa(String.fromCharCode(...file))}`;
}

/** Each row: its filter, none, then two pixels a byte. */
function rowsOf(width: number, height: number, pixels: Uint8Array): number[] {
  const bytes: number[] = [];
  for (let y = 0; y < height; y++) {
    bytes.push(0);
    for (let x = 0; x < width; x += 2) {
      const [left, right] = [pixels[y * width + x] ?? 0, x + 1 < width ? (pixels[y * width + x + 1] ?? 0) : 0];
      bytes.push((left << BITS) | right);
    }
  }
  return bytes;
}

const LARGEST_BLOCK = 0xffff;

/** A zlib stream (RFC 1950) of blocks as they are: pages are sent compressed, and every engine makes the same bytes. */
function stored(bytes: readonly number[]): number[] {
  const blocks: number[] = [];
  for (let start = 0; start < bytes.length; start += LARGEST_BLOCK) {
    const block = bytes.slice(start, start + LARGEST_BLOCK);
    const last = start + LARGEST_BLOCK >= bytes.length ? 1 : 0;
    const [low, high] = [block.length & 0xff, block.length >> 8];
    blocks.push(last, low, high, low ^ 0xff, high ^ 0xff, ...block);
  }
  return [0x78, 0x01, ...blocks, ...word(adler32(bytes))];
}

function chunk(name: string, data: readonly number[]): number[] {
  const body = [...Array.from(name, (letter) => letter.charCodeAt(0)), ...data];
  return [...word(data.length), ...body, ...word(crc32(body))];
}

const word = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);

function adler32(bytes: readonly number[]): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return (b << 16) | a;
}

function crc32(bytes: readonly number[]): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc;
}
