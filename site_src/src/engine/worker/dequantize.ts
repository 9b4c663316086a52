import { widenHalf } from '../../trace/half';

/** Rows of a stored matrix: symmetric integers with an fp16 scale for each block of inputs, as quantize.py writes them. */
export interface QuantizedRows {
  readonly bits: number;
  /** A multiple of 8. */
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
  const aligned = data.byteOffset % 4 === 0 ? data : data.slice();
  const words = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length >> 2);
  const wide = widenHalf(new Uint16Array(scales.slice().buffer));
  for (let block = 0; block < wide.length; block++) {
    unpack(words, numbers, block * blockSize, (block + 1) * blockSize, wide[block]!);
  }
  return numbers;
}

/** Lets the browser compile what `dequantize` takes, some milliseconds' work, before a whole model waits for it. */
export function warmUp(): void {
  const into = new Float32Array(2 ** 15);
  for (let round = 0; round < 100; round++) {
    for (const bits of [4, 8]) {
      const data = new Uint8Array((into.length * bits) / 8);
      dequantize({ bits, blockSize: 32, data, scales: new Uint8Array(into.length / 16) }, into);
    }
  }
}

// Four bytes at a time: a hundred million weights are unpacked before GPT-2 small runs.

function unpackBytes(words: Uint32Array, into: Float32Array, from: number, to: number, scale: number): void {
  for (let i = from, at = from >> 2; i < to; i += 4, at++) {
    const word = words[at]!;
    into[i] = ((word & 255) - 128) * scale;
    into[i + 1] = (((word >>> 8) & 255) - 128) * scale;
    into[i + 2] = (((word >>> 16) & 255) - 128) * scale;
    into[i + 3] = ((word >>> 24) - 128) * scale;
  }
}

function unpackHalves(words: Uint32Array, into: Float32Array, from: number, to: number, scale: number): void {
  for (let i = from, at = from >> 3; i < to; i += 8, at++) {
    const word = words[at]!;
    into[i] = ((word & 15) - 8) * scale;
    into[i + 1] = (((word >>> 4) & 15) - 8) * scale;
    into[i + 2] = (((word >>> 8) & 15) - 8) * scale;
    into[i + 3] = (((word >>> 12) & 15) - 8) * scale;
    into[i + 4] = (((word >>> 16) & 15) - 8) * scale;
    into[i + 5] = (((word >>> 20) & 15) - 8) * scale;
    into[i + 6] = (((word >>> 24) & 15) - 8) * scale;
    into[i + 7] = ((word >>> 28) - 8) * scale;
  }
}
