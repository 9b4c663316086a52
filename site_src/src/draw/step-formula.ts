import { INFINITY, MINUS } from '../core/numbers';
import { softmaxParts, type Head, type Step } from './head';
import { exact, factor, type Formula } from './number';

/** How the value of a pair comes about in one of the four steps; the softmax with the row's maximum subtracted. */
export function stepFormula(head: Head, step: Step, query: number, key: number): Formula {
  const value = head.value(step, query, key);
  const scaled = head.value('scaled', query, key);
  const text = (): string => {
    switch (step) {
      case 'scores':
        return `q·k = ${exact(value)}`;
      case 'scaled':
        return `${exact(head.value('scores', query, key))} ÷ √${head.d_head} = ${exact(value)}`;
      case 'masked':
        return key > query ? `${MINUS}${INFINITY}` : exact(value);
      case 'pattern': {
        if (!head.hasScores) return `pattern[${query}, ${key}] = ${exact(value)}`;
        if (key > query) return `e^(${MINUS}${INFINITY}) ÷ ${exact(softmaxParts(head, query).sum)} = 0`;
        const { max, sum } = softmaxParts(head, query);
        return `e^(${exact(scaled)} − ${factor(max)}) ÷ ${exact(sum)} = ${exact(value)}`;
      }
    }
  };
  return { text: text(), from: !head.hasScores ? ['pattern'] : step === 'scores' ? ['q', 'k'] : ['scores'] };
}
