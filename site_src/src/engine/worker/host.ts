import { EngineError, isAbort, toEngineError } from '../errors';
import { tokenizerFile } from '../files';
import { switchesOf } from '../interventions';
import { checkLength, tokenLimit } from '../limits';
import type { Answer, Ask, CallName, LayerAsk, LoadAsk, NextAsk, Place, TraceAsk } from '../protocol';
import { openStore } from '../store';
import { loadTokenizer, type Tokenizer } from '../../tokenizer';
import type { EngineState, ReasonCode } from '../types';
import { nextToken } from './decode';
import { Loading } from './loading';
import { obtain } from './obtain';
import { oneAtATime } from './pacing';
import { PrefixCache } from './prefix_cache';
import { runLayer, runTrace } from './run';
import { DeviceLost, type Session } from './session';
import type { Runner } from './steps';

export interface CallContext {
  readonly signal: AbortSignal;
  readonly report: (state: EngineState) => void;
}

interface Resident {
  readonly loading: Loading;
  readonly ask: LoadAsk;
  session: Session;
  readonly cache: PrefixCache;
}

/** What the worker holds: tokenizers, and at most one model that runs. */
export class Host {
  readonly #tokenizers = new Map<string, Promise<Tokenizer>>();
  readonly #inTurn = oneAtATime();
  #loading: Loading | null = null;
  #resident: Resident | null = null;

  constructor(private readonly onTakeOver: (reason: ReasonCode) => void) {}

  answer<Name extends CallName>(call: Name, ask: Ask<Name>, context: CallContext): Promise<Answer<Name>>;
  async answer(call: CallName, ask: Ask<CallName>, context: CallContext): Promise<Answer<CallName>> {
    if (call === 'tokenize') return this.#tokenize(ask as Ask<'tokenize'>);
    return this.#inTurn(async () => {
      context.signal.throwIfAborted();
      if (call === 'load') return this.#load(ask as LoadAsk, context);
      if (call === 'trace') return this.#trace(ask as TraceAsk, context);
      if (call === 'next') return this.#next(ask as NextAsk, context);
      return this.#layer(ask as LayerAsk);
    });
  }

  async #load(ask: LoadAsk, { signal, report }: CallContext): Promise<Answer<'load'>> {
    const loading = (this.#loading ??= new Loading(ask));
    const [session] = await Promise.all([loading.start(ask.bytes, signal, report), this.#tokenizer(ask)]);
    this.#resident = { loading, ask, session, cache: new PrefixCache() };
    return loading.answer;
  }

  async #tokenize({ text, ...place }: Ask<'tokenize'>): Promise<Answer<'tokenize'>> {
    const tokenizer = await this.#tokenizer(place);
    const ids = tokenizer.encode(text);
    return { ids, strings: ids.map((id) => tokenizer.display(id)) };
  }

  async #trace({ text, layers, lens, interventions }: TraceAsk, { signal }: CallContext): Promise<Answer<'trace'>> {
    const { ask } = this.#loaded();
    const tokenizer = await this.#tokenizer(ask);
    const ids = typeof text === 'string' ? tokenizer.encode(text) : text;
    checkLength(ids, tokenLimit(ask.manifest.model.config));
    const switches = switchesOf(ask.manifest.model.config, interventions);
    const result = await this.#run((runner, cache) => runTrace(runner, cache, ids, { layers, lens, switches, signal }));
    const shown = new Set(ids);
    for (const [name, { data }] of result.core) if (name.endsWith('_ids')) for (const id of data) shown.add(id);
    const strings = new Map(Array.from(shown, (id) => [id, tokenizer.display(id)]));
    const written = typeof text === 'string' ? text : tokenizer.decode(ids);
    return { ids, text: written, tokens: ids.map((id) => strings.get(id)!), strings, ...result };
  }

  #layer({ ids, layer, interventions }: LayerAsk): Promise<Answer<'layer'>> {
    return this.#run((runner) => runLayer(runner, ids, layer, switchesOf(runner.config, interventions)));
  }

  async #next(ask: NextAsk, { signal }: CallContext): Promise<Answer<'next'>> {
    const tokenizer = await this.#tokenizer(this.#loaded().ask);
    return this.#run((runner, cache) => nextToken(runner, cache, tokenizer, ask, signal));
  }

  /** Runs on the GPU; if that fails, the processor takes over and the work is done again. */
  async #run<Result>(work: (runner: Runner, cache: PrefixCache) => Promise<Result>): Promise<Result> {
    const resident = this.#loaded();
    try {
      return await work(resident.session, resident.cache);
    } catch (error) {
      if (isAbort(error) || resident.session.provider === 'wasm') throw error;
      const reason = error instanceof DeviceLost ? 'device-lost' : 'webgpu-failed';
      resident.session = await resident.loading.takeOver(reason).catch((failure: unknown) => {
        throw new EngineError('device-lost', toEngineError(failure, 'device-lost').message);
      });
      resident.cache.clear();
      this.onTakeOver(reason);
      return work(resident.session, resident.cache);
    }
  }

  #loaded(): Resident {
    if (!this.#resident) throw new EngineError('not-loaded', 'No model is loaded.');
    return this.#resident;
  }

  /** Small, and shared by every call that waits for it: no single call's cancel ends it. */
  async #tokenizer({ root, manifest }: Place): Promise<Tokenizer> {
    const file = tokenizerFile(new URL(root), manifest);
    const known = this.#tokenizers.get(file.key);
    if (known) return known;
    const { signal } = new AbortController();
    const fetched = openStore()
      .then((store) => obtain(file, { store, signal, onBytes: () => undefined }))
      .then(({ bytes }) => loadTokenizer(JSON.parse(new TextDecoder().decode(bytes))));
    this.#tokenizers.set(file.key, fetched);
    fetched.catch(() => this.#tokenizers.delete(file.key)); // asked for again the next time
    return fetched;
  }
}
