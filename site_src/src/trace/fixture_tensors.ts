/** Tensors of a level for tests, from plain numbers. */
import type { Tensor } from '../core/types';
import { FIELDS, type Level } from '../generated/schema';

type Numbers = Readonly<Record<string, readonly number[]>>;

/** The tensors of a level; a dimension's size is what the values leave for it. */
export function tensorsOf<Names extends string>(
  level: Level,
  sizes: Readonly<Record<string, number>>,
  values: Numbers,
) {
  const made = FIELDS.filter((field) => field.level === level).map(({ name, dims, dtype }): [string, Tensor] => {
    const data = (dtype === 'int32' ? Int32Array : Float32Array).from(values[name] ?? []);
    return [name, { name, dims, shape: dims.map((dim) => sizes[dim]!), data }];
  });
  return Object.fromEntries(made) as Record<Names, Tensor>;
}
