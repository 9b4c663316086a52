let known: Float32Array | null = null;

/** IEEE 754 half-precision numbers as float32, each exactly. */
export function widenHalf(halves: Uint16Array): Float32Array {
  known ??= new Float32Array(2 ** 16).map((_, half) => widen(half)); // as there are millions of them
  const wide = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) wide[i] = known[halves[i]!]!;
  return wide;
}

function widen(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
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
