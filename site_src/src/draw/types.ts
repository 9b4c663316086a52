import type { Locale, Table, View } from '../core/types';
import type { Trace } from '../trace/types';

/** Where a drawing comes to be: the browser's document, or linkedom's at build time. */
export interface Context {
  readonly document: Document;
  readonly locale: Locale;
  /** Parts of the last drawing, for a figure that is drawn anew with each choice; left out, all is made each time. */
  readonly kept?: Map<string, Kept>;
}

/** Something that was made, and what of. */
export interface Kept {
  readonly of: readonly unknown[];
  readonly made: unknown;
}

/**
 * One kind of figure. All functions are pure: the same trace, view and locale give the same result, and the element
 * belongs to nobody. `Spec` are the settings of this kind beside the view that all figures share.
 */
export interface FigureKind<Spec extends object = object> {
  readonly kind: string;
  readonly defaults: Spec;
  /** Fetches what the drawing shows beyond the core of the trace. */
  load(trace: Trace, view: View & Spec): Promise<void>;
  /** One detached element. What is not loaded yet is said to be so. */
  draw(trace: Trace, view: View & Spec, context: Context): Element;
  /** The numbers of the drawing as text. */
  table(trace: Trace, view: View & Spec, locale: Locale): Table;
  /** One sentence on what is selected, for aria-live. */
  describe(trace: Trace, view: View & Spec, locale: Locale): string;
}
