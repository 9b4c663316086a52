import { html, nothing, type TemplateResult } from 'lit';
import type { LiveState } from '../session';
import { button } from './controls';
import type { Messages } from './messages';

export interface LiveActions {
  readonly ask: () => void;
  readonly accept: () => void;
  readonly tryAgain: () => void;
  readonly decline: () => void;
  readonly cancel: () => void;
}

type Loading = Extract<LiveState, { name: 'loading' }>;
type Offered = Extract<LiveState, { name: 'offered' }>;
type Failed = Extract<LiveState, { name: 'failed' }>;

/** Bytes as MB, one decimal below 100. */
export function megabytes(bytes: number): string {
  const size = bytes / 1e6;
  return size < 100 ? size.toFixed(1) : size.toFixed(0);
}

/** One status for every state of live running; each has a way on. */
export function livePanel(state: LiveState, name: string, act: LiveActions, words: Messages): TemplateResult {
  switch (state.name) {
    case 'unavailable':
      return html`<p>${words.unavailable[state.obstacle]} ${words.chooseExample}</p>`;
    case 'off':
      return html`<p>${words.liveHint}</p>
        ${button('run-live', words.runLive, act.ask, { primary: true })}`;
    case 'planning':
      return html`<p>${words.planning}</p>
        ${button('cancel', words.cancel, act.cancel)}`;
    case 'offered':
      return offer(state, name, act, words);
    case 'loading':
      return html`${progress(state, words)}${button('cancel', words.cancel, act.cancel)}`;
    case 'on':
      return html`<p>${words.on(words.providers[state.loaded.provider], words.reasons[state.loaded.reason])}</p>`;
    case 'failed':
      return failure(state, act, words);
  }
}

function offer({ plan }: Offered, name: string, act: LiveActions, words: Messages): TemplateResult {
  const size = megabytes(plan.bytes);
  const text = plan.bytes > 1e6 ? words.offer(size, name, plan.variant) : words.offerStored(name, plan.variant);
  const where = words.runs(words.providers[plan.provider], words.reasons[plan.reason]);
  const elsewhere = plan.weightsFrom === undefined ? '' : words.elsewhere(plan.weightsFrom);
  return html`<p>${text} ${elsewhere} ${where}</p>
    ${button('accept', plan.bytes > 1e6 ? words.download(size) : words.start, act.accept, { primary: true })}
    ${button('decline', words.notNow, act.decline)}`;
}

function progress({ engine, plan }: Loading, words: Messages): TemplateResult {
  if (engine.name !== 'downloading') {
    return html`<p>${engine.name === 'verifying' ? words.verifying : words.starting}</p>
      <progress aria-label=${words.starting}></progress>`;
  }
  const { loaded = 0, total = plan.bytes } = engine;
  const line = words.progress(megabytes(loaded), megabytes(total));
  const text = engine.retrying ? `${line} ${words.retrying}` : line;
  // The line changes often: the bar tells a screen reader, the line stays quiet.
  return html`<p aria-hidden="true">${text}</p>
    <progress max=${Math.max(total, 1)} .value=${loaded} aria-label=${text}></progress>`;
}

function failure({ code, message }: Failed, act: LiveActions, words: Messages): TemplateResult {
  return html`<p class="gf-problem">
      ${words.failed[code]} ${words.examplesStay} ${message ? html`<small lang="en">(${message})</small>` : nothing}
    </p>
    ${button('try-again', words.tryAgain, act.tryAgain, { primary: true })}
    ${button('decline', words.keepExamples, act.decline)}`;
}
