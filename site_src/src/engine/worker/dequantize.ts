import { widenHalf } from '../../trace/half';

/** Rows of a stored matrix: symmetric integers with an fp16 scale for each block of inputs, as quantize.py writes them. */
export interface QuantizedRows {
  readonly bits: number;
  readonly blockSize: number;
  /** [row, K·bits/8]; of two 4-bit values in a byte the earlier is the low half. */
  readonly data: Uint8Array;
  /** [row, K/blockSize], float16 */
  readonly scales: Uint8Array;
}

/** The numbers that the runtime computes with: [row, K]. @throws RangeError for other than 4 or 8 bits */
export function dequantize({ bits, blockSize, data, scales }: QuantizedRows): Float32Array {
  if (bits !== 4 && bits !== 8) throw new RangeError(`Weights of ${bits} bits are not known, only 4 and 8.`);
  const zero = 1 << (bits - 1);
  const wide = widenHalf(new Uint16Array(scales.slice().buffer));
  const numbers = new Float32Array((data.length * 8) / bits);
  for (let block = 0; block < wide.length; block++) {
    const scale = wide[block]!;
    for (let i = block * blockSize; i < (block + 1) * blockSize; i++) {
      const stored = bits === 8 ? data[i]! : (data[i >> 1]! >> (4 * (i & 1))) & 15;
      numbers[i] = (stored - zero) * scale;
    }
  }
  return numbers;
}
