import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { Live } from './live';
import { Registry } from './registry';
import { FakeEngine, FakeLibrary } from './testing';

describe('Registry', () => {
  const live = new Live(() => Promise.resolve(new FakeEngine()), null);
  const { document } = parseHTML('<article><b></b><i></i></article><article><p></p></article>');
  const element = (name: string): Element => document.querySelector(name)!;

  it('has one session for all figures of a page, and another for the next page', () => {
    const registry = new Registry();
    registry.start({ library: new FakeLibrary(), live });
    expect(registry.sessionOf(element('b'))).toBe(registry.sessionOf(element('i')));
    expect(registry.sessionOf(element('p'))).not.toBe(registry.sessionOf(element('i')));
    expect(registry.sessionOf(element('p')).live).toBe(registry.sessionOf(element('i')).live);
  });

  it('says what is missing when it was not started', () => {
    expect(() => new Registry().sessionOf(element('b'))).toThrow('registry.start(site) has not been called');
  });
});
