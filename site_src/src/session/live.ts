import type { Engine, ErrorCode, EngineState, GeneratedToken, GenerateOptions, LoadedModel } from '../engine';
import type { Plan, StopReason, Text, Tokenized, TraceOptions } from '../engine';
import type { Trace } from '../trace/types';
import { codeOf, isAbort } from './problems';
import { Settings } from './settings';
import { Store } from './store';
import { TimeLeft } from './time_left';
import { unfinished } from './unfinished';

/** Why this page, in this browser, cannot run a model at all. */
export type Obstacle = 'no-wasm' | 'no-worker';

export type LiveState =
  | { readonly name: 'unavailable'; readonly obstacle: Obstacle }
  | { readonly name: 'off' }
  | { readonly name: 'planning'; readonly model: string }
  | { readonly name: 'offered'; readonly model: string; readonly plan: Plan }
  | {
      readonly name: 'loading';
      readonly model: string;
      readonly plan: Plan;
      readonly engine: EngineState;
      /** Of the download; null while it cannot be said. */
      readonly secondsLeft: number | null;
    }
  | { readonly name: 'on'; readonly model: string; readonly loaded: LoadedModel }
  | {
      readonly name: 'failed';
      readonly model: string;
      /** What the reader had agreed to; null when even that could not be found out. */
      readonly plan: Plan | null;
      readonly code: ErrorCode;
      readonly message: string;
    };

/** After these the model has to be loaded again before anything runs. */
const ENDS_LIVE: readonly ErrorCode[] = ['worker-died', 'not-loaded', 'device-lost', 'out-of-memory', 'disposed'];

/** The running model of this document: nothing of it is fetched before the reader asks; it outlives page changes. */
export class Live extends Store<LiveState> {
  readonly #create: () => Promise<Engine>;
  #engine: Promise<Engine> | null = null;
  #load: AbortController | null = null;
  #plan: Plan | null = null;

  constructor(
    create: () => Promise<Engine>,
    obstacle: Obstacle | null,
    readonly settings = new Settings(),
  ) {
    super(obstacle === null ? { name: 'off' } : { name: 'unavailable', obstacle });
    this.#create = create;
    settings.subscribe(() => this.#followSettings());
  }

  /** The model that typed texts run on, if it is this one. */
  runs(model: string): boolean {
    return this.state.name === 'on' && this.state.model === model;
  }

  /** The state as a page about `model` tells it: what is offered, has failed or runs of another model is not its. */
  stateFor(model: string): LiveState {
    const { state } = this;
    const isTold = state.name === 'offered' || state.name === 'failed' || state.name === 'on';
    return isTold && state.model !== model ? { name: 'off' } : state;
  }

  /** Finds out what would be downloaded, so that the reader can say yes or no. */
  async ask(model: string): Promise<void> {
    if (this.state.name === 'unavailable' || this.state.name === 'planning') return;
    const plan = await this.#makePlan(model, null);
    if (plan) this.replace({ name: 'offered', model, plan });
  }

  decline(): void {
    if (this.state.name === 'offered' || this.state.name === 'failed') this.replace({ name: 'off' });
  }

  /** Downloads and starts what `ask` found. Resolves whether the model runs: what goes wrong is a state. */
  async accept(): Promise<boolean> {
    return this.state.name === 'offered' && this.#run(this.state.model, this.state.plan);
  }

  /** After a failure: what is missing now is loaded, unless the reader agreed to less. Resolves as `accept`. */
  async tryAgain(): Promise<boolean> {
    if (this.state.name !== 'failed') return false;
    const { model, plan: agreed } = this.state;
    const plan = await this.#makePlan(model, agreed);
    if (!plan) return false;
    if (agreed && asksNoMore(plan, agreed)) return this.#run(model, plan);
    this.replace({ name: 'offered', model, plan });
    return false;
  }

  /** A download that another page of the site was in the midst of goes on: the reader has agreed to it. */
  async resume(): Promise<void> {
    const agreed = unfinished.read();
    if (!agreed || this.state.name !== 'off') return;
    const plan = await this.#makePlan(agreed.model, null);
    if (!plan) return;
    if (asksNoMore(plan, agreed)) await this.#run(agreed.model, plan);
    else this.replace({ name: 'offered', model: agreed.model, plan });
  }

  /** What is offered, or runs, is planned anew: the reader sees what the change costs before it is done. */
  #followSettings(): void {
    const { state, settings } = this;
    if (state.name === 'offered' || state.name === 'on') void this.ask(settings.state.model ?? state.model);
  }

  async #makePlan(model: string, agreed: Plan | null): Promise<Plan | null> {
    const planning = (this.#load = new AbortController());
    this.replace({ name: 'planning', model });
    try {
      const engine = await this.#started();
      const plan = await engine.plan({ ...this.settings.choiceFor(model), signal: planning.signal });
      return planning.signal.aborted ? null : plan;
    } catch (error) {
      if (!planning.signal.aborted) this.#fail(model, agreed, error);
      return null;
    } finally {
      if (this.#load === planning) this.#load = null;
    }
  }

  async #run(model: string, plan: Plan): Promise<boolean> {
    this.#plan = plan;
    const load = (this.#load = new AbortController());
    const left = new TimeLeft();
    const show = (engine: EngineState): void => {
      if (this.#load !== load || load.signal.aborted) return;
      const { loaded = 0, total = plan.bytes } = engine;
      const secondsLeft = engine.name === 'downloading' ? left.after(loaded, total, performance.now()) : null;
      this.replace({ name: 'loading', model, plan, engine, secondsLeft });
    };
    unfinished.write({ model, variant: plan.variant, bytes: plan.bytes, weightsFrom: plan.weightsFrom });
    show({ name: 'downloading', loaded: 0, total: plan.bytes });
    try {
      const engine = await this.#started();
      const loaded = await engine.load({ model, plan, signal: load.signal, onProgress: show });
      this.replace({ name: 'on', model, loaded });
      return true;
    } catch (error) {
      if (isAbort(error)) this.replace({ name: 'off' });
      else this.#fail(model, plan, error);
      return false;
    } finally {
      unfinished.write(null);
      if (this.#load === load) this.#load = null;
    }
  }

  /** Stops planning, or the download; what has been stored already stays for the next time. */
  cancel(): void {
    this.#load?.abort();
    if (this.state.name === 'planning') this.replace({ name: 'off' });
  }

  /** @throws EngineError, or an AbortError when a newer run or `signal` ended it */
  async trace(text: Text, signal: AbortSignal, options: Omit<TraceOptions, 'signal'> = {}): Promise<Trace> {
    const engine = await this.#started();
    return this.#watched(engine, () => engine.trace(text, { lens: false, ...options, signal }));
  }

  /** One token after the other, as `Engine.generate` does. @throws EngineError, AbortError, RangeError */
  async *generate(options: GenerateOptions): AsyncGenerator<GeneratedToken, StopReason, void> {
    const engine = await this.#started();
    const tokens = engine.generate(options);
    for (;;) {
      const step = await this.#watched(engine, () => tokens.next());
      if (step.done) return step.value;
      yield step.value;
    }
  }

  async tokenize(text: string, model: string): Promise<Tokenized> {
    const engine = await this.#started();
    return engine.tokenize(text, { model });
  }

  /** A run, after which the state says where the model runs now, or that it has to be loaded again. */
  async #watched<Result>(engine: Engine, run: () => Promise<Result>): Promise<Result> {
    try {
      const result = await run();
      // A graphics processor that went away was replaced in mid-run.
      if (this.state.name === 'on' && engine.loaded && engine.loaded !== this.state.loaded) {
        this.replace({ ...this.state, loaded: engine.loaded });
      }
      return result;
    } catch (error) {
      if (this.state.name === 'on' && ENDS_LIVE.includes(codeOf(error)))
        this.#fail(this.state.model, this.#plan, error);
      throw error;
    }
  }

  #fail(model: string, plan: Plan | null, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.replace({ name: 'failed', model, plan, code: codeOf(error), message });
  }

  /** One engine a document. A module that could not be fetched is asked for again the next time. */
  #started(): Promise<Engine> {
    this.#engine ??= this.#create().catch((error: unknown) => {
      this.#engine = null;
      throw error;
    });
    return this.#engine;
  }
}

type Agreed = Pick<Plan, 'variant' | 'bytes' | 'weightsFrom'>;

/** Whether a plan stays within what the reader agreed to. */
function asksNoMore(plan: Plan, agreed: Agreed): boolean {
  const host = plan.weightsFrom ?? agreed.weightsFrom;
  return plan.bytes <= agreed.bytes && plan.variant === agreed.variant && host === agreed.weightsFrom;
}
