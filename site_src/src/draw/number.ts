import { formatNumber } from '../core/numbers';
import type { CoreTensorName, DetailTensorName, LayerWeightsTensorName, WeightsTensorName } from '../generated/schema';
import { html } from './element';
import type { Context } from './types';

export type TensorName = CoreTensorName | DetailTensorName | LayerWeightsTensorName | WeightsTensorName;

/** What a number is read from: a tensor, or what the tokenizer knows. */
export type NumberSource = TensorName | 'merges' | 'bytes';

/** How a number comes about. */
export interface Formula {
  /** One line that ends in the number. */
  readonly text: string;
  /** What its numbers are read from. */
  readonly from: readonly NumberSource[];
}

type Explain = (index: number) => Formula;

/** Of what has been drawn: worked out when a reader asks, as a picture has thousands of numbers. */
const formulas = new WeakMap<Element, Explain>();

/**
 * Lets an element say how its number comes about; one of many numbers, `data-size`, the number at an index. A table of
 * `data-columns` has its cells row by row, and begins at `data-start`.
 */
export function explained(element: Element, explain: Explain): Element {
  formulas.set(element, explain);
  return element;
}

export const formulaOf = (element: Element, index = 0): Formula | null => formulas.get(element)?.(index) ?? null;

export const isExplained = (element: Element): boolean => formulas.has(element);

/** A number in a drawing that says how it comes about. */
export function number(context: Context, text: string, explain: () => Formula): Element {
  return explained(html(context, 'span', { class: 'gf-explained' }, text), explain);
}

/** A number as formulas have it: exact enough to compute with. */
export const exact = (value: number): string => formatNumber(value, 5);

/** The same after a sign: a negative one in parentheses. */
export const factor = (value: number): string => (value < 0 ? `(${exact(value)})` : exact(value));

/** Terms with plus signs between them. */
export const plus = (...terms: readonly number[]): string =>
  terms.map((term, i) => (i === 0 ? exact(term) : factor(term))).join(' + ');
