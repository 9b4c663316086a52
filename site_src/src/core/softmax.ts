/** Log of the sum of exp(x), with the largest value taken out first so that nothing overflows. */
export function logSumExp(values: ArrayLike<number>): number {
  const max = largest(values);
  if (max === -Infinity) return -Infinity;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i]! - max);
  return max + Math.log(sum);
}

/** x − log Σ exp(x): log-probabilities, in nats. Adding a constant to all values changes nothing. */
export function logSoftmax(values: ArrayLike<number>): Float64Array {
  const total = logSumExp(values);
  return Float64Array.from({ length: values.length }, (_, i) => values[i]! - total);
}

/** exp(x) / Σ exp(x). A value of −∞ gets exactly 0. */
export function softmax(values: ArrayLike<number>): Float64Array {
  const max = largest(values);
  const powers = Float64Array.from({ length: values.length }, (_, i) => Math.exp(values[i]! - max));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** −Σ p log p in nats; e to its power is how many equally likely choices would be as uncertain. */
export function entropy(probabilities: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i]!;
    if (p > 0) sum -= p * Math.log(p);
  }
  return sum;
}

function largest(values: ArrayLike<number>): number {
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) max = Math.max(max, values[i]!);
  return max;
}
