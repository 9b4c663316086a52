/**
 * A number in [0, 1) for every seed and index, evenly spread and the same everywhere: 53 bits of sfc32 (Doty-Humphrey,
 * PractRand), started anew at each index. So what is drawn at an index does not depend on how often anything was drawn
 * before: whoever goes back and forward again meets the same draws.
 *
 * @param seed a whole number, at most 2^53
 */
export function uniform(seed: number, index: number): number {
  const next = sfc32(seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0, index >>> 0);
  for (let round = 0; round < WARM_UP; round++) next();
  return ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
}

/** Rounds after which sfc32 has mixed its seed through (its author takes 12 to 18). */
const WARM_UP = 18;

function sfc32(a: number, b: number, c: number): () => number {
  let counter = 1;
  return () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
}
