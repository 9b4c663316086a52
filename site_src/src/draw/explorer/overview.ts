import { classes, svg } from '../element';
import { keep } from '../keep';
import { drawAnswers } from './answers';
import { drawAttention } from './attention-part';
import { drawBackbone } from './backbone';
import { drawBlocks } from './blocks';
import { drawHeadings } from './headings';
import { drawHeadRail } from './head-rail';
import { drawContinued, type Continued } from './kept';
import { drawMlp } from './mlp-part';
import { drawGrounds, drawNames } from './rows';
import type { Sheet } from './sheet';

/** The whole model on one screen, for one width; `label` says in a sentence what it shows. */
export function drawOverview(sheet: Sheet, label: string, continued: Continued): Element {
  const { context, layout, scene } = sheet;
  const { size } = layout;
  const { width, height } = layout.plane.box(0, 0, layout.length, layout.breadth);
  const frame = {
    class: classes('gf-x-picture', `gf-x-${layout.size}`, layout.pitch < 24 && 'gf-x-dense'),
    viewBox: `0 0 ${width} ${height}`,
    role: 'img',
    'aria-label': label,
  };
  return svg(
    context,
    'svg',
    frame,
    keep(context, `${size} blocks`, sheet.of, () => drawBlocks(sheet)),
    drawGrounds(sheet),
    keep(context, `${size} backbone`, sheet.of, () => drawBackbone(sheet)),
    scene.block && drawAttention(sheet, scene.block),
    scene.block && keep(context, `${size} mlp`, sheet.of, () => drawMlp(sheet, scene.block!)),
    scene.block && drawContinued(sheet, continued),
    drawAnswers(sheet),
    drawNames(sheet),
    drawHeadRail(sheet),
    keep(context, `${size} headings`, [...sheet.of, sheet.view.head], () => drawHeadings(sheet)),
  );
}
