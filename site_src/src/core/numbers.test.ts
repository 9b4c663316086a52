import { expect, test } from 'vitest';
import { formatCount, formatFixed, formatNumber, formatProbability, formatWeight, probabilityInWords } from './numbers';

test.each([
  [0, '0'],
  [50257, '50,257'],
  [999, '999'],
  [-1234567, '−1,234,567'],
])('count %d reads %s', (value, text) => {
  expect(formatCount(value)).toBe(text);
});

test.each([
  [0, '0'],
  [1, '1.00'],
  [12.345, '12.3'],
  [99.95, '100'],
  [0.0045678, '0.00457'],
  [0.0009996, '0.00100'],
  [-3.14159, '−3.14'],
  [1234.5, '1,230'],
  [0.0000456, '4.56×10⁻⁵'],
  [-Infinity, '−∞'],
])('number %d reads %s', (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

test.each([
  [-0.001, 2, '0.00'],
  [-0.006, 2, '−0.01'],
  [2.5, 1, '2.5'],
  [-Infinity, 2, '−∞'],
])('%d with %d places reads %s', (value, places, text) => {
  expect(formatFixed(value, places)).toBe(text);
});

test.each([
  [0, '0%'],
  [1, '100%'],
  [0.99999, '>99.9%'],
  [0.1578, '15.8%'],
  [0.0003123, '0.0312%'],
  [0.0000123, '0.00123%'],
  [0.00000031, '3.10×10⁻⁷'],
])('probability %d reads %s', (p, text) => {
  expect(formatProbability(p)).toBe(text);
});

test('no two probabilities below 1% read the same because they are small', () => {
  const texts = [0.009, 0.0009, 0.00009, 0.000009, 9e-12].map(formatProbability);
  expect(new Set(texts).size).toBe(texts.length);
});

test('tiny probabilities have a plain reading, others do not', () => {
  expect(probabilityInWords(3.1e-7, 'en')).toBe('1 in 3.2 million');
  expect(probabilityInWords(9e-6, 'en')).toBe('1 in 110,000');
  expect(probabilityInWords(3.1e-7, 'zh')).toBe('320\u202f万分之一');
  expect(probabilityInWords(0.02, 'en')).toBeNull();
  expect(probabilityInWords(0, 'en')).toBeNull();
});

test.each([
  [1, '1'],
  [0.999, '1.00'],
  [0.617, '0.62'],
  [0.0704, '0.07'],
  [0.0031, '0.003'],
  [0.00099, '<.001'],
  [0.00004, '<.001'],
  [0, '<.001'],
])('weight %d reads %s', (weight, text) => {
  expect(formatWeight(weight)).toBe(text);
});
