import { EngineError } from '../errors';
import type { StoredTensor } from '../manifest';
import { dequantize } from './dequantize';

/** Gets bytes of an external-data file. */
export type ReadBytes = (path: string, offset: number, length: number) => Promise<Uint8Array>;

/** Rows read at once where a whole matrix is gone through: 4096 rows of GPT-2 small are 12 MB in float32. */
const ROWS_AT_ONCE = 4096;

/**
 * The loaded variant's weights, read where they lie and dequantized. A product's matrix is stored [outputs, inputs], so
 * that the weights of one output are one row; vectors and matrices that are not quantized are stored as they are.
 */
export class StoredTensors {
  constructor(
    private readonly tensors: Readonly<Record<string, StoredTensor>>,
    private readonly read: ReadBytes,
  ) {}

  has(name: string): boolean {
    return name in this.tensors;
  }

  /** Bits of a stored weight: 32, 8 or 4. */
  bits(name: string): number {
    return this.#tensor(name).bits ?? 32;
  }

  /** All numbers of a tensor. */
  async whole(name: string): Promise<Float32Array> {
    const { shape } = this.#tensor(name);
    return shape.length === 1 ? this.#floats(name, 0, shape[0]!) : this.#rows(name, 0, shape[0]!);
  }

  /** The named rows, one after the other: [row, K]. */
  async rows(name: string, indices: Iterable<number>): Promise<Float32Array> {
    const [, width] = this.#matrix(name);
    const rows = await Promise.all(Array.from(indices, (index) => this.#rows(name, index, 1)));
    const joined = new Float32Array(rows.length * width);
    rows.forEach((row, i) => joined.set(row, i * width));
    return joined;
  }

  /** The named columns, one after the other: [column, N]. */
  async columns(name: string, indices: ArrayLike<number>): Promise<Float32Array> {
    const [height, width] = this.#matrix(name);
    const columns = new Float32Array(indices.length * height);
    for await (const { from, rows } of this.parts(name)) {
      for (let row = 0; row * width < rows.length; row++) {
        for (let i = 0; i < indices.length; i++) columns[i * height + from + row] = rows[row * width + indices[i]!]!;
      }
    }
    return columns;
  }

  /** Goes through all rows, some thousands at a time: `rows` [row, K] begins with row `from`. */
  async *parts(name: string): AsyncGenerator<{ readonly from: number; readonly rows: Float32Array }> {
    const [height] = this.#matrix(name);
    for (let from = 0; from < height; from += ROWS_AT_ONCE) {
      yield { from, rows: await this.#rows(name, from, Math.min(ROWS_AT_ONCE, height - from)) };
    }
  }

  async #rows(name: string, from: number, count: number): Promise<Float32Array> {
    const { bits, scales, block_size, path, offset } = this.#tensor(name);
    const [, width] = this.#matrix(name);
    if (bits === undefined || !scales || !block_size) return this.#floats(name, from * width, count * width);
    const slice = (start: number, rowBytes: number, file: string): Promise<Uint8Array> =>
      this.read(file, start + from * rowBytes, count * rowBytes);
    const [data, factors] = await Promise.all([
      slice(offset, (width * bits) / 8, path),
      slice(scales.offset, (width / block_size) * Uint16Array.BYTES_PER_ELEMENT, scales.path),
    ]);
    return dequantize({ bits, blockSize: block_size, data, scales: factors });
  }

  async #floats(name: string, from: number, count: number): Promise<Float32Array> {
    const { path, offset } = this.#tensor(name);
    const size = Float32Array.BYTES_PER_ELEMENT;
    const bytes = await this.read(path, offset + from * size, count * size);
    return new Float32Array(bytes.slice().buffer); // a copy begins where float32s may begin
  }

  #matrix(name: string): readonly [height: number, width: number] {
    const [height, width] = this.#tensor(name).shape;
    if (height === undefined || width === undefined) throw new RangeError(`"${name}" is no matrix.`);
    return [height, width];
  }

  #tensor(name: string): StoredTensor {
    const tensor = this.tensors[name];
    if (tensor) return tensor;
    throw new EngineError('run-failed', `This variant stores no weight "${name}" of its own.`);
  }
}
