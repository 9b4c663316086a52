import { bpe, bpeShown, drawWord } from '../../bpe';
import { html } from '../../element';
import { tokens } from '../../tokens';
import type { Stage } from './stage';

/** The text in tokens, and how the selected one's word came from bytes to tokens. */
export function drawTokenizer({ trace, view, context }: Stage): Element {
  const shown = bpeShown(trace, { ...view, ...bpe.defaults });
  return html(
    context,
    'div',
    { class: 'gf-u-steps' },
    tokens.draw(trace, view, context),
    shown && html(context, 'section', { class: 'gf-u-step gf-bpe' }, ...drawWord(shown, context)),
  );
}
