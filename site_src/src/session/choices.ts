import type { View } from '../core/types';
import type { Choices } from './state';

export const TEMPERATURE_MAX = 2;

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const isFraction = (value: unknown): value is number => typeof value === 'number' && value > 0 && value <= 1;

const allowed: Record<keyof View, [string, (value: unknown) => boolean]> = {
  block: ['a whole number from 0', isCount],
  head: ['a whole number from 0', isCount],
  position: ['a whole number from 0', isCount],
  key: ['null or a whole number from 0', (value) => value === null || isCount(value)],
  temperature: [
    `a number from 0 to ${TEMPERATURE_MAX}`,
    (value) => typeof value === 'number' && value >= 0 && value <= TEMPERATURE_MAX,
  ],
  topK: ['null or a whole number from 1', (value) => value === null || (isCount(value) && value > 0)],
  topP: ['null or a number above 0, at most 1', (value) => value === null || isFraction(value)],
};

const isField = (name: string): name is keyof View => Object.hasOwn(allowed, name);

/** The choices themselves when each is possible for some trace; sizes are checked where a trace is known (`viewFor`).
 * @throws RangeError naming the field, its value and what is allowed. */
export function checkChoices(choices: Choices): Choices {
  for (const [name, value] of Object.entries(choices) as [string, unknown][]) {
    if (!isField(name)) throw new RangeError(`unknown choice ${name}: one of ${Object.keys(allowed).join(', ')}`);
    const [what, holds] = allowed[name];
    if (!holds(value)) throw new RangeError(`${name} is ${String(value)}: expected ${what}`);
  }
  return choices;
}
