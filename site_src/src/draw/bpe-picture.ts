import { BYTE_OF_CHARACTER, displayString } from '../core/byte_alphabet';
import type { Word } from '../core/merges';
import { message, type MessageKey } from '../core/messages';
import { formatCount } from '../core/numbers';
import { blocksOf, charactersOf, isSpecial, pairOf, type Block } from './bpe-data';
import { classes, html, type Child } from './element';
import { number } from './number';
import { quoted } from './token-name';
import { tokenText } from './token-text';
import { idNumber } from './tokens';
import type { Context } from './types';

/** The rows above that of the bytes, and the columns to the left of the first byte. */
const TOP = 1;
const LEFT = 1;

/** Positions and ids of a word's tokens. */
export interface Ends {
  readonly positions: readonly number[];
  readonly ids: readonly number[];
  readonly selected: number;
}

/**
 * A word on its way from bytes to tokens: a column for each byte, a row for each merge. A symbol fills its columns from the
 * merge that makes it to the one that takes it up, so that each row reads as the word at that stage; those after `step`
 * are still empty. Labels carry `data-merge`, tokens `data-position`.
 */
export function drawMerges(word: Word, ends: Ends, step: number, label: string, context: Context): Element {
  const count = word.merges.length;
  const blocks = blocksOf(word);
  const isEnd = step === count;
  const tokens = blocks.filter(({ gone }) => gone === Infinity).sort((a, b) => a.from - b.from);
  const parts = [
    rowLabel(context, TOP, message(context.locale, 'bpe.row.text')),
    ...charactersOf(word).map(({ text, from, size }) =>
      cell(context, 'gf-bpe-character', TOP, TOP, { from, size }, tokenText(context, text)),
    ),
    ...word.merges.map(({ rank }, i) => mergeLabel(context, i + 1, rankNumber(word, i + 1, rank, context), step)),
    mergeLabel(context, 0, null, step),
    ...blocks.filter(({ born }) => born <= step).map((block) => drawBlock(block, word, step, context)),
    isEnd ? rowLabel(context, TOP + count + 2, message(context.locale, 'bpe.row.ids')) : null,
    ...(isEnd ? tokens.map((token, i) => idCell(context, TOP + count + 2, token, ends, i)) : []),
  ];
  const style = `--gf-bytes:${word.symbols.length};--gf-merges:${count}`;
  return html(
    context,
    'div',
    { class: 'gf-scroll gf-bpe-scroll', tabindex: 0, role: 'group', 'aria-label': label },
    html(context, 'div', { class: 'gf-bpe-picture', style }, ...parts),
  );
}

function drawBlock(block: Block, word: Word, step: number, context: Context): Element {
  const last = Math.min(block.gone - 1, step);
  const state = block.gone <= step ? 'gf-past' : block.born === step && step > 0 ? 'gf-new' : null;
  const name = classes('gf-bpe-block', state, block.gone === Infinity && step === word.merges.length && 'gf-bpe-token');
  const rows = [TOP + 1 + block.born, TOP + 1 + last] as const;
  const byte = BYTE_OF_CHARACTER.get(block.symbol);
  if (block.born > 0 || byte === undefined || isSpecial(word)) {
    return cell(context, name, ...rows, block, symbolText(displayString(block.symbol), context));
  }
  const written = html(context, 'span', { class: 'gf-soft' }, block.symbol);
  const hex = byte.toString(16).toUpperCase().padStart(2, '0');
  const how = number(context, hex, () => ({
    text: message(context.locale, 'number.byte', { symbol: quoted(displayString(block.symbol), context.locale), hex }),
    from: ['bytes'],
  }));
  return cell(context, name, ...rows, block, html(context, 'span', { class: 'gf-byte' }, how), written);
}

/** The rank of a merge, which says what it joins. */
function rankNumber(word: Word, merge: number, rank: number, context: Context): Element {
  const text = formatCount(rank);
  return number(context, text, () => {
    const named = Object.entries(pairOf(word, merge)).map(([name, symbol]) => [name, quoted(symbol, context.locale)]);
    const values = Object.fromEntries(named) as Record<string, string>;
    return { text: message(context.locale, 'number.rank', { ...values, rank: text }), from: ['merges'] };
  });
}

function cell(
  context: Context,
  name: string | null,
  first: number,
  last: number,
  { from, size }: { readonly from: number; readonly size: number },
  ...children: readonly Child[]
): Element {
  const style = `grid-area:${first}/${LEFT + 1 + from}/${last + 1}/${LEFT + 1 + from + size}`;
  return html(context, 'span', { class: name, style }, ...children);
}

function idCell(context: Context, row: number, token: Block, { positions, ids, selected }: Ends, i: number): Element {
  const position = positions[i];
  const style = `grid-area:${row}/${LEFT + 1 + token.from}/${row + 1}/${LEFT + 1 + token.from + token.size}`;
  const name = classes('gf-bpe-id', position === selected && 'gf-selected');
  return html(
    context,
    'span',
    { class: name, style, 'data-position': position },
    idNumber(displayString(token.symbol), ids[i]!, context, '#'),
  );
}

function rowLabel(context: Context, row: number, ...children: readonly Child[]): Element {
  return html(context, 'span', { class: 'gf-bpe-label', style: `grid-area:${row}/1` }, ...children);
}

function mergeLabel(context: Context, merge: number, rank: Element | null, step: number): Element {
  const { locale } = context;
  const name = (key: MessageKey): Element => html(context, 'span', { class: 'gf-word' }, message(locale, key));
  const label = html(
    context,
    'span',
    {},
    ...(rank === null ? [message(locale, 'bpe.row.bytes')] : [name('bpe.row.rank'), ' ', rank]),
  );
  const row = rowLabel(context, TOP + 1 + merge, label);
  row.setAttribute('data-merge', String(merge));
  if (merge === step) row.classList.add('gf-current');
  if (merge > step) row.classList.add('gf-later');
  return row;
}

/** A symbol of several bytes and no character is written as the row of the bytes writes them. */
function symbolText(display: string, context: Context): Element {
  const bytes = /^(\\x[0-9A-F]{2})+$/.test(display) ? display.slice(2).replaceAll('\\x', ' ') : null;
  return bytes === null ? tokenText(context, display) : html(context, 'span', { class: 'gf-byte' }, bytes);
}
