import type { Plan } from '../engine';

/** The download that this tab is in the midst of, and that goes on when the reader turns to another page. */
export type Unfinished = Pick<Plan, 'variant' | 'bytes' | 'weightsFrom'> & { readonly model: string };

const NAME = 'glassformer.unfinished';

export const unfinished = {
  read(): Unfinished | null {
    try {
      return JSON.parse(sessionStorage.getItem(NAME) ?? 'null') as Unfinished | null;
    } catch {
      return null; // storage is switched off
    }
  },

  /** null: there is none any more. */
  write(download: Unfinished | null): void {
    try {
      if (download) sessionStorage.setItem(NAME, JSON.stringify(download));
      else sessionStorage.removeItem(NAME);
    } catch {
      // storage is switched off: another page starts anew, with the files that are finished
    }
  },
};
