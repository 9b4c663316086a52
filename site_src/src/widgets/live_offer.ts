import { html, nothing, type TemplateResult } from 'lit';
import type { Session } from '../session';
import type { Trace } from '../trace/types';
import { liveActions, livePanel } from './live_panel';
import type { Messages } from './messages';
import type { SettingsWords } from './settings_words';

interface Asked {
  readonly session: Session;
  readonly model: string;
  readonly trace: Trace;
  /** Whether what is shown needs weights that the trace has not. */
  readonly needsWeights: boolean;
}

/** Offers the running model where a figure needs it: for the reader's own text, and for weights that are not stored. */
export function liveOffer(
  { session, model, trace, needsWeights }: Asked,
  words: Messages,
  more: SettingsWords,
): TemplateResult | typeof nothing {
  const { live, state } = session;
  const waits = state.text !== null && !live.runs(model);
  if (!waits && !needsWeights) return nothing;
  const run = (): Promise<void> => session.write(state.text ?? trace.meta.text, model);
  const told = live.stateFor(model);
  const running = state.run.name === 'running';
  return html`<div class="gf-status gf-offer" data-part="offer" role="status">
    <p class="gf-offer-why">${waits ? words.notYet : words.weightsNeeded}</p>
    ${
      told.name === 'on' && !running
        ? html`<button type="button" class="gf-button" data-control="run-text" @click=${() => void run()}>
            ${words.runText}
          </button>`
        : livePanel(told, trace.meta.model.name, running, liveActions(live, model, run), { words, more })
    }
  </div>`;
}
