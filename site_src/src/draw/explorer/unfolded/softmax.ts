import { formatCount, formatFixed, formatProbability, INFINITY, MINUS } from '../../../core/numbers';
import { classes, html, percent } from '../../element';
import { exact, factor, number, type Formula } from '../../number';
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

function line(stage: Stage, data: Probabilities, row: Probabilities['rows'][number]): Element {
  const { context, view } = stage;
  const drawn = row.sampled ?? row.own;
  const scaled = view.temperature === 0 || data.settingsIgnored ? null : row.logit / view.temperature;
  const kept = row.sampled === null || row.sampled > 0;
  const most = Math.max(...data.rows.map(({ own, sampled }) => Math.max(own, sampled ?? 0)));
  const how = explain(stage, data, row);
  const cell = (text: string, formula: (() => Formula) | null): Element =>
    html(context, 'td', {}, formula ? number(context, text, formula) : text);
  const share = (p: number, name: string, formula: () => Formula): Element =>
    html(
      context,
      'td',
      { class: `gf-u-share ${name}` },
      html(context, 'span', { class: 'gf-number' }, number(context, formatProbability(p), formula)),
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
    cell(formatFixed(row.logit, 2), how.logit),
    cell(divided, scaled === null ? null : how.scaled),
    cell(kept ? divided : `${MINUS}${INFINITY}`, scaled === null || !kept ? null : how.scaled),
    share(drawn, 'gf-sampled', how.drawn),
    share(row.own, 'gf-own', how.own),
  );
}

/** How the numbers of a line come about. */
function explain({ trace, view }: Stage, { rows }: Probabilities, row: Probabilities['rows'][number]) {
  const { temperature } = view;
  const logProb = Math.log(row.own);
  const logSum = row.logit - logProb;
  const stored = view.position === trace.meta.tokens.length - 1 ? 'top_log_probs' : 'position_top_log_probs';
  const own = (): Formula => ({ text: `e^(${exact(logProb)}) = ${exact(row.own)}`, from: [stored] });
  const best = rows[0]!;
  return {
    logit: (): Formula => ({
      text: `${exact(logProb)} + ${exact(logSum)} = ${exact(row.logit)}`,
      from: [stored, 'log_sum_exp'],
    }),
    scaled: (): Formula => ({
      text: `${exact(row.logit)} ÷ ${temperature} = ${exact(row.logit / temperature)}`,
      from: [stored, 'log_sum_exp'],
    }),
    own,
    drawn: (): Formula => {
      if (row.sampled === null) return own();
      if (row.sampled === 0 || temperature === 0) return { text: `p = ${exact(row.sampled)}`, from: [stored] };
      const power = `${exact(row.logit / temperature)} − ${factor(best.logit / temperature)}`;
      return {
        text: `e^(${power}) ÷ ${exact(1 / best.sampled!)} = ${exact(row.sampled)}`,
        from: ['log_probs', 'log_sum_exp'],
      };
    },
  };
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
