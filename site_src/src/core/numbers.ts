import type { Locale } from './types';

export const MINUS = '−';
export const INFINITY = '∞';
const NARROW_SPACE = '\u202f';

const signed = (value: number, text: string): string => (value < 0 ? `${MINUS}${text.replace('-', '')}` : text);

/** 50257 -> 50,257 */
export function formatCount(value: number): string {
  return signed(value, String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ','));
}

/** A decimal with as many places as asked; −0.0 is written 0.0. */
export function formatFixed(value: number, places: number): string {
  if (!Number.isFinite(value)) return signed(value, INFINITY);
  const text = value.toFixed(places);
  return Number(text) === 0 ? text.replace('-', '') : signed(value, text);
}

/** Three significant digits: 12.3, 0.00456, −1,230; what is below 0.0001 as 4.56×10⁻⁵. */
export function formatNumber(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return signed(value, INFINITY);
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 1e-4) return scientific(value, digits);
  const rounded = Number(size.toPrecision(digits));
  if (rounded >= 10 ** digits) return signed(value, formatCount(rounded));
  return signed(value, rounded.toFixed(Math.max(0, digits - 1 - Math.floor(Math.log10(rounded)))));
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

function scientific(value: number, digits: number): string {
  const [mantissa = '', exponent = '0'] = Math.abs(value)
    .toExponential(digits - 1)
    .split('e');
  const power = exponent
    .replace('-', '⁻')
    .replace('+', '')
    .replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)]!);
  return signed(value, `${mantissa}×10${power}`);
}

/**
 * A probability as a percentage with three significant digits down to 0.00100%, below that as a power of ten.
 * Only an impossible token reads 0 and only a certain one 100%.
 */
export function formatProbability(p: number): string {
  if (p === 0) return '0%';
  if (p < 1e-5) return scientific(p, 3);
  if (p < 1 && Number((p * 100).toPrecision(3)) >= 100) return '>99.9%';
  return p >= 1 ? '100%' : `${formatNumber(p * 100)}%`;
}

/** A ratio as a percentage with three significant digits; unlike a probability it may be above 100%. */
export const formatShare = (ratio: number): string => `${formatNumber(ratio * 100)}%`;

const UNITS: Record<Locale, readonly (readonly [number, string])[]> = {
  en: [
    [1e12, 'trillion'],
    [1e9, 'billion'],
    [1e6, 'million'],
  ],
  zh: [
    [1e12, '万亿'],
    [1e8, '亿'],
    [1e4, '万'],
  ],
};

/** A small probability in words, "1 in 3.2 million"; null for what a percentage says well enough (0 or above 0.001%). */
export function probabilityInWords(p: number, locale: Locale): string | null {
  if (p === 0 || p >= 1e-5) return null;
  const odds = Number((1 / p).toPrecision(2));
  if (odds >= 1e15) return null;
  const [unit, name] = UNITS[locale].find(([size]) => odds >= size) ?? [1, ''];
  const count = odds / unit;
  const amount = count < 10 ? String(Number(count.toFixed(1))) : formatCount(count);
  return locale === 'zh' ? `${amount}${NARROW_SPACE}${name}分之一` : `1 in ${amount} ${name}`.trim();
}

/** The weight of a pair that is not masked, in the few characters that fit a cell: 1, 0.62, 0.07, 0.003, <.001. */
export function formatWeight(weight: number): string {
  if (weight >= 0.995) return weight === 1 ? '1' : '1.00';
  if (weight >= 0.01) return weight.toFixed(2);
  return weight >= 0.001 ? weight.toFixed(3) : '<.001';
}
