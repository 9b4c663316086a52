import type { Locale } from '../core/types';

/** The language of the words around an element. */
export function localeOf(element: Element): Locale {
  return element.closest('[lang]')?.getAttribute('lang')?.startsWith('zh') ? 'zh' : 'en';
}
