import type { Tensor } from '../../core/types';
import { FIELDS, UNEMBEDDED } from '../../generated/schema';
import type { Tokenizer } from '../../tokenizer';
import { EngineError, isAbort, toEngineError } from '../errors';
import { switchesOf } from '../interventions';
import { checkLength, tokenLimit } from '../limits';
import type { Answer, LayerAsk, LogitsAsk, MoreAsk, NamedTensors, NextAsk, RowsAsk, TraceAsk } from '../protocol';
import type { Seen } from '../seen_tokens';
import type { ReasonCode } from '../types';
import { logitsAfter, nextToken } from './decode';
import { lensLogits } from './lens';
import type { Loading } from './loading';
import { PrefixCache } from './prefix_cache';
import { top } from './reduce';
import { runLayer, runLensAlone, runTrace } from './run';
import { DeviceLost, type Session } from './session';
import type { Runner } from './steps';
import type { StoredTensors } from './stored_tensors';
import { unseenAt } from './seen';
import { WorkedWeights } from './worked_weights';

/** Tensors whose numbers are tokens. */
const TOKEN_TENSORS = new Set(FIELDS.filter(({ unit }) => unit === 'token id').map(({ name }) => name));

export interface ResidentParts {
  readonly loading: Loading;
  readonly session: Session;
  readonly tokenizer: Tokenizer;
  readonly seen: () => Promise<Seen>;
  readonly onTakeOver: (reason: ReasonCode) => void;
}

/** The model that runs, and what it was run on. */
export class Resident {
  readonly #cache = new PrefixCache();
  readonly #stored: StoredTensors;
  #session: Session;
  #worked: Promise<WorkedWeights> | null = null;

  constructor(private readonly parts: ResidentParts) {
    this.#session = parts.session;
    this.#stored = parts.loading.storedTensors();
  }

  async trace({ text, layers, lens, interventions }: TraceAsk, signal: AbortSignal): Promise<Answer<'trace'>> {
    const { tokenizer } = this.parts;
    const ids = typeof text === 'string' ? tokenizer.encode(text) : text;
    checkLength(ids, tokenLimit(this.#session.config));
    const result = await this.#run((runner, cache) => {
      return runTrace(runner, cache, ids, { layers, lens, switches: switchesOf(runner.config, interventions), signal });
    });
    return {
      ids,
      text: typeof text === 'string' ? text : tokenizer.decode(ids),
      tokens: ids.map((id) => tokenizer.display(id)),
      words: typeof text === 'string' ? tokenizer.words(text) : [],
      unseen: await unseenAt(this.parts.seen, ids),
      core: this.#named(result.core),
      layers: result.layers,
    };
  }

  layer({ ids, layer, interventions }: LayerAsk): Promise<Answer<'layer'>> {
    return this.#run((runner) => runLayer(runner, ids, layer, switchesOf(runner.config, interventions)));
  }

  async lens({ ids, interventions }: MoreAsk, signal: AbortSignal): Promise<NamedTensors> {
    const tensors = await this.#run((runner, cache) => {
      return runLensAlone(runner, cache, ids, switchesOf(runner.config, interventions), signal);
    });
    return this.#named(tensors);
  }

  logits({ ids, rows, interventions }: LogitsAsk, signal: AbortSignal): Promise<Answer<'logits'>> {
    return this.#run((runner, cache) => {
      return lensLogits(runner, cache, ids, rows, switchesOf(runner.config, interventions), signal);
    });
  }

  next(ask: NextAsk, signal: AbortSignal): Promise<Answer<'next'>> {
    return this.#run((runner, cache) => nextToken(runner, cache, this.parts.tokenizer, ask, signal));
  }

  async rows({ name, indices }: RowsAsk): Promise<Answer<'rows'>> {
    const rows = await Promise.all(indices.map((index) => this.#stored.rows(name, [index])));
    return { rows, bits: this.#stored.bits(name) };
  }

  async weights({ ids, interventions }: MoreAsk, signal: AbortSignal): Promise<NamedTensors> {
    const logits = await this.#run((runner, cache) => {
      return logitsAfter(runner, cache, ids, switchesOf(runner.config, interventions), signal);
    });
    return this.#named(await (await this.#workedWeights()).whole(ids, top(logits, UNEMBEDDED)));
  }

  async layerWeights(ask: LayerAsk): Promise<NamedTensors> {
    return this.#named(await (await this.#workedWeights()).ofLayer(ask.layer, await this.layer(ask)));
  }

  #workedWeights(): Promise<WorkedWeights> {
    const { config } = this.#session;
    this.#worked ??= this.parts.seen().then((seen) => new WorkedWeights(config, this.#stored, seen));
    this.#worked.catch(() => (this.#worked = null));
    return this.#worked;
  }

  #named(tensors: Readonly<Record<string, Tensor>>): NamedTensors {
    const strings: Record<string, string> = {};
    for (const { name, data } of Object.values(tensors)) {
      if (TOKEN_TENSORS.has(name)) for (const id of data) strings[id] ??= this.parts.tokenizer.display(id);
    }
    return { value: tensors, strings };
  }

  /** Runs on the GPU; if that fails, the processor takes over and the work is done again. */
  async #run<Result>(work: (runner: Runner, cache: PrefixCache) => Promise<Result>): Promise<Result> {
    try {
      return await work(this.#session, this.#cache);
    } catch (error) {
      if (isAbort(error) || this.#session.provider === 'wasm') throw error;
      const reason = error instanceof DeviceLost ? 'device-lost' : 'webgpu-failed';
      this.#session = await this.parts.loading.takeOver(reason).catch((failure: unknown) => {
        throw new EngineError('device-lost', toEngineError(failure, 'device-lost').message);
      });
      this.#cache.clear();
      this.parts.onTakeOver(reason);
      return work(this.#session, this.#cache);
    }
  }
}
