/** What a trace keeps of a row of logits. Ties go to the lower id, as in the pipeline. */

/** log(sum(exp(logits))), computed around the largest logit. */
export function logSumExp(logits: Float32Array): number {
  let largest = -Infinity;
  for (const logit of logits) if (logit > largest) largest = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - largest);
  return largest + Math.log(sum);
}

/** Ids of the `count` largest logits, best first. */
export function top(logits: Float32Array, count: number): Int32Array {
  const ids = new Int32Array(Math.min(count, logits.length));
  let filled = 0;
  let least = -Infinity; // the smallest logit among a full `ids`
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id]!;
    if (filled === ids.length && logit <= least) continue;
    let place = filled < ids.length ? filled++ : filled - 1;
    for (; place > 0 && logits[ids[place - 1]!]! < logit; place--) {
      ids[place] = ids[place - 1]!;
    }
    ids[place] = id;
    if (filled === ids.length) least = logits[ids[filled - 1]!]!;
  }
  return ids;
}

/** How many tokens lie before `id`; 0 = most probable. */
export function rank(logits: Float32Array, id: number): number {
  const own = logits[id]!;
  let before = 0;
  for (let other = 0; other < id; other++) if (logits[other]! >= own) before++;
  for (let other = id + 1; other < logits.length; other++) if (logits[other]! > own) before++;
  return before;
}

/** Length (L2 norm) of each row of [row, width]. */
export function norms(rows: Float32Array, width: number): Float32Array {
  return Float32Array.from({ length: rows.length / width }, (_, row) => {
    let sum = 0;
    for (let i = row * width; i < (row + 1) * width; i++) sum += rows[i]! ** 2;
    return Math.sqrt(sum);
  });
}
