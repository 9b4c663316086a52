import { message, type MessageKey, type Values } from '../core/messages';
import { formatCount, formatNumber, formatProbability, probabilityInWords } from '../core/numbers';
import type { View } from '../core/types';
import { classes, html, percent } from './element';
import { barRange, type Probabilities, type ProbabilityRow } from './probabilities-data';
import { tokenText } from './token-text';
import type { Context } from './types';

/** One line a token, with `data-token-id`; a column for the model itself and, where settings apply, one after them. */
export function probabilityTable(data: Probabilities, view: View, context: Context): Element {
  const settled = data.kept !== null;
  const range = barRange(data);
  const lines = data.rows.flatMap((row, i) => [
    i === data.kept ? cutLine(data, context) : null,
    line(row, range, settled, context),
  ]);
  return html(
    context,
    'table',
    { class: classes('gf-probability-table', settled && 'gf-settled') },
    html(context, 'thead', {}, columnHeads(data, view, context)),
    html(context, 'tbody', {}, ...lines, restLine(data, context)),
    data.ownEntropy === null ? null : html(context, 'tfoot', {}, entropyLine(data, context)),
  );
}

const say = (context: Context, key: MessageKey, values?: Values): string => message(context.locale, key, values);

function columnHeads(data: Probabilities, view: View, context: Context): Element {
  return html(
    context,
    'tr',
    {},
    html(context, 'th', { scope: 'col' }, say(context, 'column.token')),
    columnHead(
      context,
      'gf-own',
      say(context, 'probabilities.own'),
      say(context, 'probabilities.ownHint'),
      data,
      data.ownRest,
    ),
    data.sampledRest === null
      ? null
      : columnHead(
          context,
          'gf-sampled',
          say(context, 'probabilities.sampled'),
          settings(view, context),
          data,
          data.sampledRest,
        ),
  );
}

function columnHead(
  context: Context,
  name: string,
  title: string,
  hint: string,
  data: Probabilities,
  rest: number,
): Element {
  return html(
    context,
    'th',
    { scope: 'col', class: name },
    html(context, 'span', { class: 'gf-column-name' }, title),
    html(context, 'span', { class: 'gf-soft' }, hint),
    strip(context, data.rows.length, rest),
  );
}

/** The whole vocabulary as one bar: the listed tokens, then all others. */
function strip(context: Context, listed: number, rest: number): Element {
  const label = say(context, 'probabilities.stripLabel', {
    listed,
    share: formatProbability(1 - rest),
    rest: formatProbability(rest),
  });
  const fill = html(context, 'span', { class: 'gf-fill', style: `width:${percent(1 - rest)}` });
  return html(context, 'span', { class: 'gf-strip', role: 'img', 'aria-label': label }, fill);
}

function settings(view: View, context: Context): string {
  if (view.temperature === 0) return say(context, 'probabilities.greedy');
  return [
    say(context, 'probabilities.temperature', { value: view.temperature }),
    ...(view.topK === null ? [] : [say(context, 'probabilities.topK', { value: formatCount(view.topK) })]),
    ...(view.topP === null ? [] : [say(context, 'probabilities.topP', { value: view.topP })]),
  ].join(' · ');
}

function line(row: ProbabilityRow, range: number, settled: boolean, context: Context): Element {
  const removed = row.sampled === 0;
  return html(
    context,
    'tr',
    { class: classes(removed && 'gf-removed'), 'data-token-id': row.id },
    html(context, 'th', { scope: 'row' }, tokenText(context, row.token)),
    probabilityCell(context, 'gf-own', row.own, range),
    settled ? (removed ? removedCell(context) : probabilityCell(context, 'gf-sampled', row.sampled ?? 0, range)) : null,
  );
}

function probabilityCell(context: Context, name: string, p: number, range: number): Element {
  return html(
    context,
    'td',
    { class: name },
    html(context, 'span', { class: 'gf-number' }, formatProbability(p)),
    html(
      context,
      'span',
      { class: 'gf-bar' },
      html(context, 'span', { class: 'gf-fill', style: `width:${percent(p / range)}` }),
    ),
    reading(p, context),
  );
}

function reading(p: number, context: Context): Element | null {
  const words = probabilityInWords(p, context.locale);
  return words === null ? null : html(context, 'span', { class: 'gf-soft' }, words);
}

function removedCell(context: Context): Element {
  const text = html(context, 'span', { class: 'gf-number' }, say(context, 'probabilities.removed'));
  return html(context, 'td', { class: 'gf-sampled' }, text);
}

function cutLine(data: Probabilities, context: Context): Element {
  const text = say(context, 'probabilities.cut', { kept: formatCount(data.kept ?? 0), all: formatCount(data.all) });
  return html(context, 'tr', { class: 'gf-cut' }, html(context, 'td', { colspan: 3 }, html(context, 'span', {}, text)));
}

function restLine(data: Probabilities, context: Context): Element {
  const others = data.all - data.rows.length;
  const keptOthers = Math.max(0, (data.kept ?? 0) - data.rows.length);
  return html(
    context,
    'tr',
    { class: 'gf-rest' },
    html(context, 'th', { scope: 'row' }, say(context, 'probabilities.others', { count: formatCount(others) })),
    restCell(context, 'gf-own', data.ownRest, null),
    data.sampledRest === null
      ? null
      : restCell(
          context,
          'gf-sampled',
          data.sampledRest,
          say(context, 'probabilities.othersKept', { count: formatCount(keptOthers) }),
        ),
  );
}

function restCell(context: Context, name: string, p: number, note: string | null): Element {
  return html(
    context,
    'td',
    { class: name },
    html(context, 'span', { class: 'gf-number' }, formatProbability(p)),
    note === null ? null : html(context, 'span', { class: 'gf-soft' }, note),
  );
}

function entropyLine(data: Probabilities, context: Context): Element {
  return html(
    context,
    'tr',
    { class: 'gf-entropy' },
    html(context, 'th', { scope: 'row' }, say(context, 'probabilities.entropy')),
    ...[data.ownEntropy, data.sampledEntropy].map((nats) => (nats === null ? null : entropyCell(context, nats))),
  );
}

function entropyCell(context: Context, nats: number): Element {
  const choices = say(context, 'probabilities.choices', { count: formatNumber(Math.exp(nats)) });
  return html(
    context,
    'td',
    {},
    html(
      context,
      'span',
      { class: 'gf-number' },
      say(context, 'probabilities.entropyValue', { nats: nats.toFixed(2) }),
    ),
    html(context, 'span', { class: 'gf-soft' }, choices),
  );
}
