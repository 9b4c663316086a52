/** Vectors beside those that are wanted: with them the wanted ones are found in few rounds. */
const EXTRA = 8;
const ROUNDS = 40;

export interface Principal {
  /** Coordinates along the axes: [row, component]. */
  readonly coordinates: Float64Array;
  /** Share of the variance of each component. */
  readonly shares: Float64Array;
}

/**
 * The first principal components of rows [n, width], largest first; each axis points the way that makes its largest
 * number positive. Subspace iteration, and within the subspace the eigenvectors of the small problem (Halko, Martinsson
 * and Tropp 2011, "Finding Structure with Randomness").
 */
export function principalComponents(rows: Float32Array, width: number, count: number): Principal {
  const x = centred(rows, width);
  const n = x.length / width;
  const size = Math.min(width, count + EXTRA);
  let axes = orthonormal(Array.from({ length: size }, (_, i) => Float64Array.from({ length: width }, start(i))));
  for (let round = 0; round < ROUNDS; round++) axes = orthonormal(axes.map((axis) => back(x, width, along(x, axis))));
  const images = axes.map((axis) => along(x, axis));
  const { vectors, values } = eigen(images.map((a) => images.map((b) => dot(a, b))));
  const total = dot(x, x);
  const coordinates = new Float64Array(n * count);
  for (let component = 0; component < Math.min(count, size); component++) {
    const mix = (parts: readonly Float64Array[]): Float64Array => combined(parts, vectors[component]!);
    const direction = Math.sign(largest(mix(axes)));
    mix(images).forEach((value, row) => (coordinates[row * count + component] = value * direction));
  }
  return { coordinates, shares: Float64Array.from({ length: count }, (_, i) => (values[i] ?? 0) / (total || 1)) };
}

/** Some direction, a different one for each vector, and the same at every call. */
const start = (vector: number) => (_: unknown, i: number) =>
  Math.sin((vector + 1) * (i + 1) * 0.7391) + (i === vector ? 1 : 0);

function centred(rows: Float32Array, width: number): Float64Array {
  const n = rows.length / width;
  const mean = new Float64Array(width);
  rows.forEach((value, i) => (mean[i % width]! += value / n));
  return Float64Array.from(rows, (value, i) => value - mean[i % width]!);
}

/** x · axis: [row] */
function along(x: Float64Array, axis: Float64Array): Float64Array {
  return Float64Array.from({ length: x.length / axis.length }, (_, row) => {
    let sum = 0;
    for (let i = 0; i < axis.length; i++) sum += x[row * axis.length + i]! * axis[i]!;
    return sum;
  });
}

/** xᵀ · image: [width] */
function back(x: Float64Array, width: number, image: Float64Array): Float64Array {
  const sums = new Float64Array(width);
  image.forEach((factor, row) => {
    for (let i = 0; i < width; i++) sums[i]! += x[row * width + i]! * factor;
  });
  return sums;
}

/** Gram and Schmidt, twice over each vector, which keeps rounding from adding up. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const done: Float64Array[] = [];
  for (const vector of vectors) {
    const next = vector.slice();
    for (let pass = 0; pass < 2; pass++) {
      for (const other of done) {
        const shared = dot(next, other);
        next.forEach((value, i) => (next[i] = value - shared * other[i]!));
      }
    }
    const length = Math.sqrt(dot(next, next)) || 1;
    done.push(next.map((value) => value / length));
  }
  return done;
}

/** Eigenvectors of a symmetric matrix, largest eigenvalue first, by Jacobi's rotations. */
function eigen(matrix: readonly (readonly number[])[]): { vectors: number[][]; values: number[] } {
  const a = matrix.map((row) => [...row]);
  const size = a.length;
  const v = a.map((_, i) => a.map((__, j) => Number(i === j)));
  for (let sweep = 0; sweep < 60; sweep++) {
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(a, v, p, q);
  }
  const order = [...a.keys()].sort((i, j) => a[j]![j]! - a[i]![i]!);
  return { vectors: order.map((i) => v.map((row) => row[i]!)), values: order.map((i) => a[i]![i]!) };
}

/** Turns the plane of p and q so that a[p][q] becomes 0. */
function rotate(a: number[][], v: number[][], p: number, q: number): void {
  if (Math.abs(a[p]![q]!) < Number.MIN_VALUE) return;
  const theta = (a[q]![q]! - a[p]![p]!) / (2 * a[p]![q]!);
  const t = (Math.sign(theta) || 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const turn = (row: number[]): void => {
    const [x, y] = [row[p]!, row[q]!];
    row[p] = c * (x - t * y);
    row[q] = c * (t * x + y);
  };
  for (const row of a) turn(row);
  const [rowP, rowQ] = [a[p]!, a[q]!];
  rowP.forEach((x, i) => {
    const y = rowQ[i]!;
    rowP[i] = c * (x - t * y);
    rowQ[i] = c * (t * x + y);
  });
  for (const row of v) turn(row);
}

function combined(parts: readonly Float64Array[], factors: readonly number[]): Float64Array {
  return parts[0]!.map((_, i) => parts.reduce((sum, part, j) => sum + part[i]! * factors[j]!, 0));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
}
