import {
  divergingClass,
  divergingStep,
  isStrongDiverging,
  isStrongSequential,
  sequentialClass,
  sequentialStep,
} from '../core/colour';
import { formatFixed, formatWeight } from '../core/numbers';
import { rangeOf, type Head, type Step } from './head';

/** How the values of one step are coloured and written in a cell. */
export interface Scale {
  /** The outermost value of the diverging scale; 1 for weights. */
  readonly range: number;
  /** Class of the colour, and of the text on it. */
  classOf(value: number): string;
  text(value: number): string;
}

export function scaleOf(head: Head, step: Step): Scale {
  if (step === 'pattern') {
    return {
      range: 1,
      classOf: (value) => sequentialClass(sequentialStep(value)) + strong(isStrongSequential(sequentialStep(value))),
      text: formatWeight,
    };
  }
  const [low, high] = rangeOf(head, step);
  const range = Math.max(Math.abs(low), Math.abs(high));
  const places = range < 100 ? 1 : 0;
  return {
    range,
    classOf: (value) =>
      divergingClass(divergingStep(value, range)) + strong(isStrongDiverging(divergingStep(value, range))),
    text: (value) => formatFixed(value, places),
  };
}

const strong = (applies: boolean): string => (applies ? ' gf-on-strong' : '');
