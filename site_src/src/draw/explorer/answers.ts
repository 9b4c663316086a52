import { message } from '../../core/messages';
import { formatProbability } from '../../core/numbers';
import { visibleToken } from '../../core/token';
import { classes } from '../element';
import { ribbon, round } from './plane';
import { shape, type Sheet } from './sheet';

const SHOWN = 10;
const LINE = 30;
/** Room of a percentage. */
const SHARE = 62;

/** The most probable next tokens of the chosen position, and the flow into them. */
export function drawAnswers(sheet: Sheet): Element {
  const { layout, scene, view } = sheet;
  const { stations, plane, rows, stream, breadth } = layout;
  const { answers, final } = stations;
  const height = Math.min(SHOWN, scene.next.ids.length) * LINE;
  const start = startOf(sheet, height);
  const end = plane.vertical
    ? { u: answers.u, v: breadth / 2, width: breadth }
    : { u: answers.u - 4, v: start + height / 2, width: height };
  const flow = ribbon(plane, { u: final.u + final.du + 1, v: rows[view.position]!.stream, width: stream }, end);
  const list = [title(sheet, start), ...lines(sheet, start)];
  return shape(
    sheet,
    'answers',
    'g',
    { class: 'gf-x-answers' },
    shape(sheet, 'unembed', 'path', { class: 'gf-x-unembed', d: flow, 'data-part': 'unembedding' }),
    shape(sheet, 'probabilities', 'g', { 'data-part': 'probabilities' }, ...list),
  );
}

/** The list stands level with the chosen token as far as there is room. */
function startOf({ layout, view }: Sheet, height: number): number {
  const { stations, plane, rows, top, pitch } = layout;
  if (plane.vertical) return stations.answers.u + 34;
  const last = Math.max(top, top + rows.length * pitch - height);
  return Math.max(top, Math.min(rows[view.position]!.stream - height / 2, last));
}

function edges({ layout }: Sheet): [left: number, right: number] {
  const { stations, plane, breadth } = layout;
  return plane.vertical ? [0, breadth] : [stations.answers.u, stations.answers.u + stations.answers.du];
}

function title(sheet: Sheet, start: number): Element {
  const { context, scene, view } = sheet;
  const [left, right] = edges(sheet);
  const { vertical } = sheet.layout.plane;
  const token = visibleToken(scene.tokens[view.position] ?? '');
  const place = { x: vertical ? round((left + right) / 2) : right, y: round(start - 13) };
  const text = message(context.locale, 'explorer.after', { token });
  return shape(
    sheet,
    'title of answers',
    'text',
    { class: classes('gf-x-heading', !vertical && 'gf-x-last'), ...place },
    text,
  );
}

function lines(sheet: Sheet, start: number): Element[] {
  const { scene, trace } = sheet;
  const [left, right] = edges(sheet);
  const name = left + (right - left - SHARE) * 0.58;
  const room = right - SHARE - name - 8;
  const best = Math.exp(scene.next.logProbs[0]!);
  return scene.next.ids.slice(0, SHOWN).map((id, i) => {
    const p = Math.exp(scene.next.logProbs[i]!);
    const y = round(start + (i + 0.5) * LINE);
    const bar = { x: round(name + 8), y: y - 6, width: round(Math.max(1, (p / best) * room)), height: 12, rx: 2 };
    const [token, share] = [visibleToken(trace.string(id)), formatProbability(p)];
    const text = (kind: string, x: number, said: string): Element =>
      shape(sheet, `${kind} ${i}`, 'text', { class: `gf-x-answer-${kind}`, x, y, dy: '0.35em' }, said);
    return shape(
      sheet,
      `answer ${i}`,
      'g',
      { class: 'gf-x-answer', 'data-token-id': id },
      text('token', round(name), token),
      shape(sheet, `answer bar ${i}`, 'rect', { class: 'gf-x-answer-bar', ...bar }),
      text('share', right, share),
    );
  });
}
