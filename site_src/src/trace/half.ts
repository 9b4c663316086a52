/** What the exponent of a float32 counts from, less what that of a half counts from. */
const BIAS = 127 - 15;

/**
 * IEEE 754 half-precision numbers as float32, each exactly. Exponent and fraction of a half, moved to where a float32 has
 * its own, are that number but for the bias, whether it is a normal one or not; infinity and NaN have an exponent of ones.
 */
export function widenHalf(halves: Uint16Array): Float32Array {
  const wide = new Float32Array(halves.length);
  const bits = new Uint32Array(wide.buffer);
  for (let i = 0; i < halves.length; i++) {
    const half = halves[i]!;
    bits[i] = ((half & 0x8000) << 16) | ((half & 0x7fff) << 13);
    if ((half & 0x7c00) === 0x7c00) bits[i]! |= 0x7f80_0000;
    else wide[i]! *= 2 ** BIAS;
  }
  return wide;
}

/** The half nearest to a number, the even one of two as near, as numpy rounds; infinite beyond the largest. */
export function toHalf(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00;
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  const steps = roundToEven(size / 2 ** (exponent - 10)); // 1024 steps between two powers of two
  return sign | (steps + (size < 2 ** -14 ? 0 : (exponent + 14) << 10));
}

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const over = value - below;
  return over > 0.5 || (over === 0.5 && below % 2 === 1) ? below + 1 : below;
}
