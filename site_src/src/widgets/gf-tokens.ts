import { tokens } from '../draw';
import { GfTokenFigure } from './token_figure';

/** The text in tokens. */
export class GfTokens extends GfTokenFigure {
  protected readonly kind = tokens;
}
