import { lotOf, type WrittenToken } from '../core/generation';
import { message, messageParts } from '../core/messages';
import { formatCount, formatFixed } from '../core/numbers';
import { visibleToken } from '../core/token';
import { classes, html, percent, type Child } from './element';
import { quoted } from './token-name';
import { tokenText } from './token-text';
import type { Context } from './types';

/** A piece narrower than this has no room for its name. */
const NAMED = 0.08;

/** How the seed's number chose a token: the probabilities laid end to end, and where the number falls. */
export function drawLot(token: WrittenToken, context: Context): Element {
  const { locale } = context;
  const lot = lotOf(token)!;
  const number = formatFixed(lot, 4);
  const pieces = piecesOf(token);
  const own = pieces.find(({ id }) => id === token.id);
  const label = message(locale, own ? 'generate.lotLabel' : 'generate.lotLabelOthers', {
    lot: number,
    token: quoted(token.string, locale),
    ...(own && { from: formatFixed(own.from, 4), to: formatFixed(own.to, 4) }),
  });
  const sentence = messageParts<Child>(locale, 'generate.lot', {
    lot: number,
    token: tokenText(context, token.string, 'gf-boxed'),
  });
  return html(
    context,
    'div',
    { class: 'gf-lot' },
    html(
      context,
      'div',
      { class: 'gf-lot-track', role: 'img', 'aria-label': label },
      ...pieces.map((piece) => drawPiece(piece, piece === (own ?? pieces.at(-1)), context)),
      html(context, 'span', { class: 'gf-needle', style: `left:${percent(lot)}` }),
    ),
    html(context, 'p', { class: 'gf-note' }, ...sentence),
  );
}

interface Piece {
  readonly id: number | null;
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** The listed tokens in their order, then all others together. */
function piecesOf({ distribution: { candidates, kept } }: WrittenToken): Piece[] {
  let from = 0;
  const pieces = candidates
    .filter(({ filtered }) => filtered > 0)
    .map(({ id, string, filtered }): Piece => {
      const piece = { id, name: visibleToken(string), from, to: from + filtered };
      from = piece.to;
      return piece;
    });
  const others = kept - pieces.length;
  return others > 0 ? [...pieces, { id: null, name: formatCount(others), from, to: 1 }] : pieces;
}

function drawPiece({ id, name, from, to }: Piece, drawn: boolean, context: Context): Element {
  const text = id === null ? message(context.locale, 'generate.lotRest', { count: name }) : name;
  return html(
    context,
    'span',
    {
      class: classes('gf-piece', id === null && 'gf-others', drawn && 'gf-drawn'),
      style: `left:${percent(from)};width:${percent(to - from)}`,
      title: text,
    },
    to - from >= NAMED ? text : null,
  );
}
