import { message } from '../core/messages';
import type { Locale } from '../core/types';

/** Where the stream is read: at the start, or after a block. */
export function layerName(layer: number, locale: Locale): string {
  return layer === 0 ? message(locale, 'lens.start') : message(locale, 'lens.block', { block: layer - 1 });
}
