import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DIVERGING_TOP, isStrongDiverging, isStrongSequential, SEQUENTIAL_TOP } from '../core/colour';

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf-8');

/** The custom properties of the rule with a selector. */
function variables(css: string, selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`);
  const rule = css.slice(start, css.indexOf('}', start));
  return Object.fromEntries(
    [...rule.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name, value]) => [name!, value!]),
  );
}

const [figures, site] = [read('./figure-colours.css'), read('./tokens.css')];
const light = { ...variables(site, "[data-md-color-scheme='default']"), ...variables(figures, ':root') };
const schemes = {
  light,
  dark: {
    ...light,
    ...variables(site, "[data-md-color-scheme='slate']"),
    ...variables(figures, "[data-md-color-scheme='slate']"),
  },
};

/** Relative luminance (WCAG 2.2). */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

const steps = (top: number): number[] => Array.from({ length: top + 1 }, (_, step) => step);

test.each(Object.entries(schemes))('%s: text on every step can be read', (_, colour) => {
  const textOn = (strong: boolean): string => colour[strong ? '--gf-on-strong' : '--gf-ink']!;
  for (const step of steps(SEQUENTIAL_TOP)) {
    expect(contrast(colour[`--gf-seq-${step}`]!, textOn(isStrongSequential(step))), `seq ${step}`).toBeGreaterThan(4.5);
  }
  for (const step of steps(DIVERGING_TOP)) {
    const text = textOn(isStrongDiverging(step));
    expect(contrast(colour[`--gf-pos-${step}`]!, text), `pos ${step}`).toBeGreaterThan(4.5);
    if (step > 0) expect(contrast(colour[`--gf-neg-${step}`]!, text), `neg ${step}`).toBeGreaterThan(4.5);
  }
});

test.each(Object.entries(schemes))(
  '%s: each step goes further in lightness, which every reader can tell',
  (name, colour) => {
    const sign = name === 'light' ? -1 : 1;
    const further = (prefix: string, top: number): void => {
      const values = steps(top).map((step) =>
        luminance(colour[step === 0 ? prefix.replace('neg', 'pos') + '0' : `${prefix}${step}`]!),
      );
      values
        .slice(1)
        .forEach((value, i) => expect(sign * (value - values[i]!), `${prefix}${i + 1}`).toBeGreaterThan(0));
    };
    further('--gf-seq-', SEQUENTIAL_TOP);
    further('--gf-pos-', DIVERGING_TOP);
    further('--gf-neg-', DIVERGING_TOP);
  },
);

test.each(Object.entries(schemes))('%s: ink can be read on the strongest ground of a probability', (name, colour) => {
  const most = [...figures.matchAll(/--gf-own-most: (\d+)/g)].map(([, share]) => Number(share) / 100);
  const share = most[name === 'light' ? 0 : 1]!;
  const part = (hex: string, at: number): number => parseInt(hex.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) =>
    Math.round(share * part(colour['--gf-own']!, at) + (1 - share) * part(colour['--gf-surface']!, at)),
  );
  const ground = `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
  expect(contrast(ground, colour['--gf-ink']!)).toBeGreaterThan(4.5);
});

test.each(Object.entries(schemes))('%s: bars stand out from the figure’s ground', (_, colour) => {
  for (const name of ['--gf-own', '--gf-sampled', '--gf-negative', '--gf-seq-7', '--gf-pos-4']) {
    expect(contrast(colour[name]!, colour['--gf-surface']!), name).toBeGreaterThan(3);
  }
});
