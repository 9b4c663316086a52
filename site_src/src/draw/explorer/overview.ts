import { classes } from '../element';
import { drawAnswers } from './answers';
import { drawAttention } from './attention-part';
import { drawBackbone, drawWindows } from './backbone';
import { drawBlocks, drawPanel } from './blocks';
import { drawArrival, drawKept, type Continued } from './continued';
import { drawEnds, drawHeadings } from './headings';
import { drawHeadRail } from './head-rail';
import { drawMlp } from './mlp-part';
import { drawGrounds, drawNames } from './rows';
import { shape, type Sheet } from './sheet';

/** The whole model on one screen, for one width; `label` says in a sentence what it shows. */
export function drawOverview(sheet: Sheet, label: string, continued: Continued): Element {
  const { layout, scene } = sheet;
  const { width, height } = layout.plane.box(0, 0, layout.length, layout.breadth);
  const frame = {
    class: classes('gf-x-picture', `gf-x-${layout.size}`, layout.pitch < 24 && 'gf-x-dense'),
    viewBox: `0 0 ${width} ${height}`,
    role: 'img',
    'aria-label': label,
  };
  return shape(
    sheet,
    'picture',
    'svg',
    frame,
    drawBlocks(sheet),
    drawPanel(sheet),
    drawGrounds(sheet),
    drawBackbone(sheet),
    drawOpenBlock(sheet, continued),
    scene.block && drawArrival(sheet, continued),
    drawAnswers(sheet),
    drawNames(sheet),
    drawEnds(sheet),
  );
}

/** All of the open block: the next one is drawn in the same place, and moved to its own. */
function drawOpenBlock(sheet: Sheet, continued: Continued): Element {
  const { plane, shift } = sheet.layout;
  const { block } = sheet.scene;
  return shape(
    sheet,
    'open block',
    'g',
    { transform: plane.moved(shift) },
    ...drawWindows(sheet),
    ...(block ? [drawAttention(sheet, block), drawMlp(sheet, block), drawKept(sheet, continued)] : []),
    drawHeadRail(sheet),
    drawHeadings(sheet),
  );
}
