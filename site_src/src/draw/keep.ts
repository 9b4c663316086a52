import type { Context } from './types';

/** What was made under this name, if it was of the same; else it is made. An element that is kept moves to the new drawing. */
export function keep<Made>({ kept }: Context, name: string, of: readonly unknown[], make: () => Made): Made {
  const known = kept?.get(name);
  if (known?.of.length === of.length && known.of.every((value, i) => Object.is(value, of[i])))
    return known.made as Made;
  const made = make();
  kept?.set(name, { of, made });
  return made;
}
