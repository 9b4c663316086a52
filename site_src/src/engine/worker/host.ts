import { EngineError } from '../errors';
import type { Answer, Ask, CallName, LoadAsk, RunName } from '../protocol';
import type { Seen } from '../seen_tokens';
import type { EngineState, ReasonCode } from '../types';
import { Loading } from './loading';
import { oneAtATime } from './pacing';
import { Resident } from './resident';
import { seenOf, unseenAt } from './seen';
import { tokenizerOf } from './tokenizers';

export interface CallContext {
  readonly signal: AbortSignal;
  readonly report: (state: EngineState) => void;
}

type Runs = { readonly [Name in RunName]: (ask: Ask<Name>, signal: AbortSignal) => Promise<Answer<Name>> };

/** What the worker holds: at most one model that runs. It does one thing after the other. */
export class Host {
  readonly #inTurn = oneAtATime();
  #loading: Loading | null = null;
  #resident: Resident | null = null;

  constructor(private readonly onTakeOver: (reason: ReasonCode) => void) {}

  answer<Name extends CallName>(call: Name, ask: Ask<Name>, context: CallContext): Promise<Answer<Name>>;
  async answer(call: CallName, ask: Ask<CallName>, context: CallContext): Promise<Answer<CallName>> {
    if (call === 'tokenize') return tokenize(ask as Ask<'tokenize'>);
    return this.#inTurn(async () => {
      context.signal.throwIfAborted();
      if (call === 'load') return this.#load(ask as LoadAsk, context);
      if (!this.#resident) throw new EngineError('not-loaded', 'No model is loaded.');
      const runs: Runs = this.#resident;
      return runs[call](ask as never, context.signal);
    });
  }

  async #load(ask: LoadAsk, { signal, report }: CallContext): Promise<Answer<'load'>> {
    const loading = (this.#loading ??= new Loading(ask));
    const [session, tokenizer] = await Promise.all([loading.start(ask.bytes, signal, report), tokenizerOf(ask)]);
    const seen = (): Promise<Seen> => seenOf(ask);
    void seen().catch(() => undefined); // so that no run waits for it; a run that needs it asks again
    this.#resident = new Resident({ loading, session, tokenizer, seen, onTakeOver: this.onTakeOver });
    return loading.answer;
  }
}

async function tokenize({ text, ...place }: Ask<'tokenize'>): Promise<Answer<'tokenize'>> {
  const tokenizer = await tokenizerOf(place);
  const ids = tokenizer.encode(text);
  return {
    ids,
    strings: ids.map((id) => tokenizer.display(id)),
    words: tokenizer.words(text),
    unseen: await unseenAt(() => seenOf(place), ids),
  };
}
