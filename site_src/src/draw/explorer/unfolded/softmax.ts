import { formatCount, formatFixed, formatProbability, INFINITY, MINUS } from '../../../core/numbers';
import { classes, html, percent } from '../../element';
import { probabilitiesOf, type Probabilities } from '../../probabilities-data';
import { tokenText } from '../../token-text';
import { note, step, word, words, type Stage } from './stage';

const ROWS = 14;

/** From logits to probabilities, column by column: ÷ temperature, filters, softmax; beside it the model's own. */
export function drawSoftmax(stage: Stage): Element {
  const { context, trace, view } = stage;
  const data = probabilitiesOf(trace, { ...view, rows: ROWS });
  const heads = ['token', 'logit', 'scaledLogit', 'filtered', 'probability', 'own'] as const;
  return html(
    context,
    'div',
    { class: 'gf-u-whole' },
    step(
      stage,
      words(stage, 'unfolded.softmax.title'),
      data.settingsIgnored ? note(stage, word(stage, 'probabilities.lastOnly')) : null,
      html(
        context,
        'div',
        { class: 'gf-scroll', tabindex: 0, role: 'group', 'aria-label': word(stage, 'part.probabilities') },
        html(
          context,
          'table',
          { class: 'gf-u-products gf-u-softmax' },
          html(
            context,
            'thead',
            {},
            html(
              context,
              'tr',
              {},
              ...heads.map((name) => html(context, 'th', { scope: 'col' }, word(stage, `column.${name}`))),
            ),
          ),
          html(context, 'tbody', {}, ...data.rows.map((row) => line(stage, data, row))),
          html(context, 'tfoot', {}, tail(stage, data)),
        ),
      ),
      note(
        stage,
        word(stage, 'unfolded.softmax.note', { kept: formatCount(data.kept ?? data.all), all: formatCount(data.all) }),
      ),
    ),
  );
}

function line({ context, view }: Stage, data: Probabilities, row: Probabilities['rows'][number]): Element {
  const drawn = row.sampled ?? row.own;
  const scaled = view.temperature === 0 || data.settingsIgnored ? null : row.logit / view.temperature;
  const kept = row.sampled === null || row.sampled > 0;
  const most = Math.max(...data.rows.map(({ own, sampled }) => Math.max(own, sampled ?? 0)));
  const cell = (text: string, name = ''): Element => html(context, 'td', { class: name }, text);
  const share = (p: number, name: string): Element =>
    html(
      context,
      'td',
      { class: `gf-u-share ${name}` },
      html(context, 'span', { class: 'gf-number' }, formatProbability(p)),
      html(
        context,
        'span',
        { class: 'gf-bar' },
        html(context, 'span', { class: 'gf-fill', style: `left:0;width:${percent(p / most)}` }),
      ),
    );
  const divided = scaled === null ? '–' : formatFixed(scaled, 2);
  return html(
    context,
    'tr',
    { class: classes(!kept && 'gf-removed'), 'data-token-id': row.id },
    html(context, 'th', { scope: 'row' }, tokenText(context, row.token)),
    cell(formatFixed(row.logit, 2)),
    cell(divided),
    cell(kept ? divided : `${MINUS}${INFINITY}`),
    share(drawn, 'gf-sampled'),
    share(row.own, 'gf-own'),
  );
}

function tail(stage: Stage, data: Probabilities): Element {
  const { context } = stage;
  const others = word(stage, 'probabilities.others', { count: formatCount(data.all - data.rows.length) });
  return html(
    context,
    'tr',
    {},
    html(context, 'th', { scope: 'row', colspan: 4 }, others),
    html(context, 'td', { class: 'gf-u-share' }, formatProbability(data.sampledRest ?? data.ownRest)),
    html(context, 'td', { class: 'gf-u-share' }, formatProbability(data.ownRest)),
  );
}
