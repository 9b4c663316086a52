import { html, type TemplateResult } from 'lit';
import { precision, type PrecisionSpec } from '../draw';
import type { Trace } from '../trace/types';
import { GfFigure } from './figure';

/** The same prediction at every precision of the model; it follows the examples, not the reader's text. */
export class GfPrecision extends GfFigure<PrecisionSpec> {
  protected readonly kind = precision;
  protected readonly own = [] as const;

  /** A live run has one precision: the figure keeps an example. */
  protected override wanted(): Promise<Trace> {
    return this.wantedWith((trace) => trace.hasPrecisions());
  }

  protected override controls(): TemplateResult {
    return html``;
  }
}
