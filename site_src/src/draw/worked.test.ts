import { expect, test } from 'vitest';
import { formatFixed, formatNumber } from '../core/numbers';
import { attention } from './attention';
import { headOf } from './head';
import { drawn, texts } from './testing';
import { precision } from './worked';

const numbers = (text: string): number[] =>
  (text.replaceAll('−', '-').match(/-?\d[\d,]*\.?\d*(×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?/g) ?? []).map((found) =>
    Number(
      found
        .replace(',', '')
        .replace('×10', 'e')
        .replace(/[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (mark) => '-0123456789'['⁻⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(mark)]!),
    ),
  );

const pairs = [0, 1, 2, 3, 4, 5].flatMap((position) =>
  Array.from({ length: position + 1 }, (_, key) => ({ block: 1, head: 2, position, key })),
);

test.each(pairs)('query $position, key $key: what is written follows from what is written', async (pair) => {
  const { element } = await drawn(attention, { show: 'head', ...pair });
  const [product, division, , softmax] = texts(element, '.gf-worked li');
  const exponent = texts(element, '.gf-worked sup')[0]!;
  const result = texts(element, '.gf-worked strong')[0]!;
  const scaled = division!.split(' = ')[1]!;
  const places = scaled.split('.')[1]!.length;
  expect(formatFixed(numbers(product!)[0]! / Math.sqrt(4), places)).toBe(scaled);

  const [, quotient] = softmax!.split(' = ');
  const [power, sum] = quotient!.split(' ÷ ');
  const [score, max] = exponent.split(' − ').map((part) => numbers(part)[0]!);
  const digits = power!.replace(/×.*|^[0.]+|\./g, '').length;
  expect(formatNumber(Math.exp(score! - max!), digits)).toBe(power);
  expect(formatNumber(numbers(power!)[0]! / numbers(sum!)[0]!)).toBe(result);
});

test.each(pairs)('query $position, key $key: one weight everywhere', async (pair) => {
  const { element, trace } = await drawn(attention, { show: 'head', ...pair });
  const weight = formatNumber(headOf(trace, 1, 2).value('pattern', pair.position, pair.key));
  const place = `[data-query="${pair.position}"][data-key="${pair.key}"]`;
  expect(texts(element, '.gf-worked strong')).toEqual([weight]);
  expect(texts(element, `.gf-steps-table ${place} .gf-number`).at(-1)).toBe(weight);
  expect(element.querySelector('.gf-readout')!.textContent).toContain(weight);
  const [cell] = texts(element, `.gf-matrix ${place}`);
  if (cell === '<.001') expect(numbers(weight)[0]).toBeLessThan(0.001);
  else expect(Number(numbers(weight)[0]!.toFixed(cell!.split('.')[1]?.length ?? 0))).toBe(Number(cell));
});

test('takes as many digits as the result needs', () => {
  const easy = { product: 2, scaled: 1, max: 1, power: 1, sum: 2, d_head: 4 };
  expect(precision(easy)).toEqual({ places: 2, digits: 3 });
  const score = -3.14159265;
  const hard = {
    product: score * 2,
    scaled: score,
    max: 2.71828182,
    power: Math.exp(score - 2.71828182),
    sum: 1.23456,
  };
  const { places, digits } = precision({ ...hard, d_head: 4 });
  expect(places).toBeGreaterThan(3);
  expect(digits).toBeLessThan(8);
});
