/**
 * Colours are named steps, not values: a drawing puts a class on a mark, and styles/figure-colours.css gives each class its
 * colour in the light and in the dark scheme.
 */

/** Attention weights: 0 to SEQUENTIAL_TOP, along the square root, so that 0.01 can be told from 0. */
export const SEQUENTIAL_TOP = 10;

/** Signed values: −DIVERGING_TOP to DIVERGING_TOP, in proportion to a range that the legend states. */
export const DIVERGING_TOP = 5;

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

/** The step of a weight between 0 and 1. */
export function sequentialStep(weight: number): number {
  return Math.round(Math.sqrt(clamp(weight, 0, 1)) * SEQUENTIAL_TOP);
}

/** The weight in the middle of a step. */
export function sequentialWeight(step: number): number {
  return (step / SEQUENTIAL_TOP) ** 2;
}

/** The step of a signed value; `range` is the value of the outermost steps. */
export function divergingStep(value: number, range: number): number {
  if (range <= 0) return 0;
  return Math.round(clamp(value / range, -1, 1) * DIVERGING_TOP) + 0; // + 0: no negative zero
}

export const sequentialClass = (step: number): string => `gf-s${step}`;

export const divergingClass = (step: number): string => (step < 0 ? `gf-n${-step}` : `gf-p${step}`);

/** The colour of the model's own probabilities, the stronger the larger; same steps as for weights, and text stays ink. */
export const probabilityClass = (step: number): string => `gf-o${step}`;

/** Whether text on the step needs the colour for strong grounds. */
export const isStrongSequential = (step: number): boolean => step >= 6;

export const isStrongDiverging = (step: number): boolean => Math.abs(step) >= 4;
