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

/** The numbers that the runtime computes with: [row, K], in `into` where it is given. @throws RangeError for other than 4 or 8 bits */
export function dequantize(rows: QuantizedRows, into?: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const { bits, blockSize, data, scales } = rows;
  if (bits !== 4 && bits !== 8) throw new RangeError(`Weights of ${bits} bits are not known, only 4 and 8.`);
  const numbers = into ?? new Float32Array((data.length * 8) / bits);
  const unpack = bits === 8 ? unpackBytes : unpackHalves;
  const wide = widenHalf(new Uint16Array(scales.slice().buffer));
  for (let block = 0; block < wide.length; block++) {
    unpack(data, numbers, block * blockSize, (block + 1) * blockSize, wide[block]!);
  }
  return numbers;
}

function unpackBytes(data: Uint8Array, into: Float32Array, from: number, to: number, scale: number): void {
  for (let i = from; i < to; i++) into[i] = (data[i]! - 128) * scale;
}

function unpackHalves(data: Uint8Array, into: Float32Array, from: number, to: number, scale: number): void {
  for (let i = from; i < to; i += 2) {
    const pair = data[i >> 1]!;
    into[i] = ((pair & 15) - 8) * scale;
    into[i + 1] = ((pair >> 4) - 8) * scale;
  }
}
