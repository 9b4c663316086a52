import { html, nothing, type TemplateResult } from 'lit';
import type { Plan, StateName } from '../engine';
import type { Live, LiveState } from '../session';
import { button } from './controls';
import { megabytes } from './megabytes';
import type { Messages } from './messages';
import type { SettingsWords } from './settings_words';

export interface LiveActions {
  readonly ask: () => void;
  readonly accept: () => void;
  readonly tryAgain: () => void;
  readonly decline: () => void;
  readonly cancel: () => void;
}

type Loading = Extract<LiveState, { name: 'loading' }>;
type Offered = Extract<LiveState, { name: 'offered' }>;
type On = Extract<LiveState, { name: 'on' }>;
type Failed = Extract<LiveState, { name: 'failed' }>;

/** What a page says of the model that runs in it. */
export interface LiveWords {
  readonly words: Messages;
  readonly more: SettingsWords;
}

/** What the panel's buttons do for `model`. `onLoaded` follows where the reader's yes has led to a running model. */
export function liveActions(live: Live, model: string, onLoaded: () => unknown = () => undefined): LiveActions {
  const then = async (loading: Promise<boolean>): Promise<void> => {
    if (await loading) await onLoaded();
  };
  return {
    ask: () => void live.ask(model),
    accept: () => void then(live.accept()),
    tryAgain: () => void then(live.tryAgain()),
    decline: () => live.decline(),
    cancel: () => live.cancel(),
  };
}

/** One status for every state of live running; each has a way on. `running`: the reader's text is being read. */
export function livePanel(
  state: LiveState,
  name: string,
  running: boolean,
  act: LiveActions,
  { words, more }: LiveWords,
): TemplateResult {
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
      return offer(state, name, act, { words, more });
    case 'loading':
      return html`${progress(state, { words, more })}${button('cancel', words.cancel, act.cancel)}`;
    case 'on':
      return html`<p>${running ? words.running : runs(state, { words, more })}</p>`;
    case 'failed':
      return failure(state, act, words);
  }
}

/** The engine's name for where the reader stands, whichever class holds it. */
export function statusName(state: LiveState, running: boolean): StateName | 'choosing' {
  switch (state.name) {
    case 'unavailable':
    case 'off':
      return 'idle';
    case 'planning':
    case 'offered':
      return 'choosing';
    case 'loading':
      return state.engine.name;
    case 'on':
      return running ? 'running' : 'ready';
    case 'failed':
      return 'failed';
  }
}

function runs({ loaded }: On, { words, more }: LiveWords): string {
  const line = words.on(words.providers[loaded.provider], words.reasons[loaded.reason]);
  return loaded.lowMemory && loaded.provider === 'wasm' ? `${line} ${more.lowMemory}` : line;
}

function offer({ plan }: Offered, name: string, act: LiveActions, { words, more }: LiveWords): TemplateResult {
  const size = megabytes(plan.bytes);
  const named = `${plan.variant}, ${more.because[plan.variantReason]}`;
  const isThere = plan.bytes <= 1e6;
  const sentences = [
    isThere ? words.offerStored(name, named) : words.offer(size, name, named),
    plan.weightsFrom === undefined ? '' : words.elsewhere(plan.weightsFrom),
    words.runs(words.providers[plan.provider], words.reasons[plan.reason]),
    plan.lowMemory && plan.provider === 'wasm' ? more.lowMemory : '',
    isThere ? '' : room(plan, more),
  ];
  return html`<p>${sentences.filter(Boolean).join(' ')}</p>
    ${button('accept', isThere ? words.start : words.download(size), act.accept, { primary: true })}
    ${button('decline', words.notNow, act.decline)}`;
}

/** Whether the download can stay for the next visit. */
function room({ keeps, free, bytes }: Plan, more: SettingsWords): string {
  if (!keeps) return more.cannotKeep;
  return free !== null && free < bytes ? more.noRoom(megabytes(free)) : '';
}

function progress({ engine, plan, secondsLeft }: Loading, { words, more }: LiveWords): TemplateResult {
  if (engine.name !== 'downloading') {
    return html`<p>${engine.name === 'verifying' ? words.verifying : words.starting}</p>
      <progress aria-label=${words.starting}></progress>`;
  }
  const { loaded = 0, total = plan.bytes } = engine;
  const line = words.progress(megabytes(loaded), megabytes(total));
  const left = secondsLeft === null ? '' : `, ${more.left(secondsLeft)}`;
  const text = engine.retrying ? `${line} ${words.retrying}` : `${line}${left}`;
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
