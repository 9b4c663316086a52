import { displayString } from '../core/byte_alphabet';
import { statesOf, type Word } from '../core/merges';
import { message, messageParts, type MessageKey } from '../core/messages';
import { formatCount } from '../core/numbers';
import { visibleToken } from '../core/token';
import type { Locale, View } from '../core/types';
import type { Trace } from '../trace/types';
import { cutOf, isSpecial, pairOf, positionsOf, textOfWord, wordAt, type Cut } from './bpe-data';
import { drawMerges } from './bpe-picture';
import { classes, html, type Child } from './element';
import { quoted } from './token-name';
import { tokenText } from './token-text';
import type { Context, FigureKind } from './types';

export interface BpeSpec {
  /** How many merges are done; null: all. */
  readonly step: number | null;
  /** Another text than the trace's, cut in the browser, and the token of it that is selected; null: the trace's own. */
  readonly typed: (Cut & { readonly position: number }) | null;
}

/** What is shown of a cut text. */
interface Shown {
  readonly cut: Cut;
  /** The word's place in the text. */
  readonly index: number;
  readonly word: Word;
  /** Of the word's tokens. */
  readonly positions: readonly number[];
  readonly selected: number;
  readonly step: number;
}

/** How byte-pair encoding makes tokens of a word: its bytes, then merge after merge. The word is the selected token's. */
export const bpe: FigureKind<BpeSpec> = {
  kind: 'bpe',
  defaults: { step: null, typed: null },
  load: () => Promise.resolve(),

  draw(trace, view, context) {
    const shown = bpeShown(trace, view);
    const parts = shown
      ? [drawWords(shown, context), ...drawWord(shown, context)]
      : [html(context, 'p', { class: 'gf-note' }, message(context.locale, 'bpe.none'))];
    return html(context, 'div', { class: 'gf-bpe' }, ...parts);
  },

  table(trace, view, locale) {
    const shown = bpeShown(trace, view);
    const columns = (['merge', 'rank', 'left', 'right', 'after'] as const).map((name) =>
      message(locale, `bpe.column.${name}`),
    );
    if (!shown) return { caption: message(locale, 'bpe.none'), columns, rows: [] };
    const { word, cut, positions } = shown;
    const states = statesOf(word).map((symbols) => symbols.map((symbol) => visibleToken(displayString(symbol))));
    const tokens = states.at(-1)!.map((token, i) => `${token} #${cut.ids[positions[i]!]}`);
    const caption = message(locale, 'bpe.caption', {
      word: quoted(textOfWord(word), locale),
      tokens: tokens.join(' '),
    });
    const rows = word.merges.map(({ rank }, i) => {
      const { left, right } = pairOf(word, i + 1);
      return [String(i + 1), String(rank), visibleToken(left), visibleToken(right), states[i + 1]!.join(' ')];
    });
    return { caption, columns, rows: [['0', '–', '–', '–', states[0]!.join(' ')], ...rows] };
  },

  describe(trace, view, locale) {
    const shown = bpeShown(trace, view);
    return shown ? sentence(shown, locale) : message(locale, 'bpe.none');
  },
};

/** Null where there are no words: of tokens that were chosen one by one. */
export function bpeShown(trace: Trace, view: View & BpeSpec): Shown | null {
  const cut = view.typed ?? cutOf(trace);
  const selected = view.typed?.position ?? view.position;
  const index = wordAt(cut, selected);
  const word = cut.words[index];
  if (!word) return null;
  const count = word.merges.length;
  return { cut, index, word, positions: positionsOf(cut)[index]!, selected, step: Math.min(view.step ?? count, count) };
}

function drawWords({ cut, index }: Shown, context: Context): Element {
  const words = cut.words.map((word, i) =>
    html(
      context,
      'li',
      { class: classes(i === index && 'gf-selected'), 'data-word': i, 'aria-current': i === index ? 'true' : null },
      tokenText(context, textOfWord(word)),
    ),
  );
  const label = message(context.locale, 'bpe.words');
  return html(context, 'ol', { class: 'gf-bpe-words', 'aria-label': label }, ...words);
}

/** One word with its merges, also where it stands alone. */
export function drawWord(shown: Shown, context: Context): Element[] {
  const { locale } = context;
  const { word, cut, positions, selected, step } = shown;
  const ends = { positions, ids: positions.map((position) => cut.ids[position]!), selected };
  const [key, values] = statement(shown);
  const boxed = Object.entries(values).map(([name, value]) => [name, isText(name) ? box(value, context) : value]);
  const said = messageParts<Child>(locale, key, Object.fromEntries(boxed) as Record<string, Child>);
  const title = bytesIn(word) === 1 ? 'bpe.titleByte' : positions.length === 1 ? 'bpe.titleOne' : 'bpe.title';
  return [
    html(
      context,
      'p',
      { class: 'gf-part-title' },
      ...messageParts<Child>(locale, title, {
        word: box(textOfWord(word), context),
        bytes: formatCount(bytesIn(word)),
        tokens: formatCount(positions.length),
      }),
    ),
    drawMerges(word, ends, step, sentence(shown, locale), context),
    html(context, 'p', { class: 'gf-readout' }, ...said, isEnd(shown) ? message(locale, 'bpe.end') : null),
    html(context, 'p', { class: 'gf-note' }, message(locale, 'bpe.note')),
  ];
}

const isEnd = ({ word, step }: Shown): boolean => step === word.merges.length && bytesIn(word) > 1 && !isSpecial(word);

/** What the step says: which message, and what stands in its places. */
function statement({ word, step }: Shown): [MessageKey, Readonly<Record<string, string>>] {
  const text = textOfWord(word);
  if (isSpecial(word)) return ['bpe.special', { word: text }];
  if (bytesIn(word) === 1) return ['bpe.byte', { word: text }];
  if (step === 0) return ['bpe.start', { word: text, bytes: formatCount(bytesIn(word)) }];
  const { rank } = word.merges[step - 1]!;
  const numbers = { merge: String(step), count: String(word.merges.length), rank: formatCount(rank) };
  return ['bpe.merge', { ...pairOf(word, step), ...numbers }];
}

function sentence(shown: Shown, locale: Locale): string {
  const [key, values] = statement(shown);
  const inQuotes = Object.entries(values).map(([name, value]) => [name, isText(name) ? quoted(value, locale) : value]);
  const said = message(locale, key, Object.fromEntries(inQuotes) as Record<string, string>);
  return isEnd(shown) ? said + message(locale, 'bpe.end') : said;
}

/** Places of a statement that hold a piece of text, not a number. */
const isText = (name: string): boolean => ['word', 'left', 'right', 'symbol'].includes(name);

const box = (text: string, context: Context): Element => tokenText(context, text, 'gf-boxed');

const bytesIn = (word: Word): number =>
  isSpecial(word) ? new TextEncoder().encode(textOfWord(word)).length : word.symbols.length;
