/** Numbers that can be gone through: an array, or a typed array. */
type Numbers = Iterable<number>;

/** Log of the sum of exp(x), with the largest value taken out first so that nothing overflows. */
export function logSumExp(values: Numbers): number {
  const max = largest(values);
  if (max === -Infinity) return -Infinity;
  let sum = 0;
  for (const value of values) sum += Math.exp(value - max);
  return max + Math.log(sum);
}

/** exp(x) / Σ exp(x). A value of −∞ gets exactly 0. */
export function softmax(values: Numbers): Float64Array {
  const max = largest(values);
  const powers = Float64Array.from(values, (value) => Math.exp(value - max));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** −Σ p log p in nats; e to its power is how many equally likely choices would be as uncertain. */
export function entropy(probabilities: Numbers): number {
  let sum = 0;
  for (const p of probabilities) if (p > 0) sum -= p * Math.log(p);
  return sum;
}

/** The entropy of a distribution that is given by its logarithms. */
export function entropyOfLogs(logProbs: Numbers): number {
  let sum = 0;
  for (const logProb of logProbs) if (logProb > -Infinity) sum -= Math.exp(logProb) * logProb;
  return sum;
}

function largest(values: Numbers): number {
  let max = -Infinity;
  for (const value of values) max = Math.max(max, value);
  return max;
}
