import { neighbours } from '../draw';
import { GfTokenFigure } from './token_figure';

/** The tokens nearest to the chosen one. */
export class GfNeighbours extends GfTokenFigure {
  protected readonly kind = neighbours;
}
