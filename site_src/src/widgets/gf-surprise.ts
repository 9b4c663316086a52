import { surprise } from '../draw';
import { GfTokenFigure } from './token_figure';

/** The surprise at each token of the text. */
export class GfSurprise extends GfTokenFigure {
  protected readonly kind = surprise;
}
