import type { TemplateResult } from 'lit';
import { probabilities, type ProbabilitiesSpec } from '../draw';
import { GfFigure, type Scene } from './figure';
import { samplingSliders } from './sampling_sliders';

/** The next token's probabilities, the model's own beside those after temperature, top-k and top-p. */
export class GfProbabilities extends GfFigure<ProbabilitiesSpec> {
  protected readonly kind = probabilities;
  protected readonly own = ['temperature', 'topK', 'topP'] as const;

  protected override controls({ view }: Scene<ProbabilitiesSpec>): TemplateResult {
    return samplingSliders(view, this.session, this.words);
  }
}
