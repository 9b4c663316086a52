import type { View } from '../core/types';
import { slugOf } from '../trace/library';
import { writeTrace } from '../trace/write';
import type { PromptEntry, Trace, TraceIndex } from '../trace/types';
import { checkChoices } from './choices';
import { Guide } from './guide';
import { Lit } from './lit';
import type { Live } from './live';
import { codeOf, isAbort } from './problems';
import { initialState, without, type Choices, type SessionState } from './state';
import { Store } from './store';
import { Writing } from './writing';

/** The precomputed traces of the site. */
export interface Library {
  index(model: string): Promise<TraceIndex>;
  open(model: string, prompt: string): Promise<Trace>;
  /** The stored file of a trace's core. */
  file(model: string, prompt: string): Promise<Uint8Array>;
}

/** What the figures of one page share: which text, which part of it the reader looks at, and its trace. */
export class Session extends Store<SessionState> {
  /** Where figures and lines of code meet. */
  readonly lit = new Lit();
  /** What the model writes after the text. */
  readonly writing: Writing;
  /** Where a guided tour and the picture meet. */
  readonly guide = new Guide();
  #run: AbortController | null = null;

  constructor(
    readonly library: Library,
    readonly live: Live,
  ) {
    super(initialState);
    this.writing = new Writing(live);
  }

  /** Adds to the reader's choices. @throws RangeError for a value that no trace allows */
  set(choices: Choices): void {
    this.#patch({ choices: { ...this.state.choices, ...checkChoices(choices) } });
  }

  /** Gives the named choices back to the figures' own specifications. */
  forget(names: readonly (keyof View)[]): void {
    this.#patch({ choices: without(this.state.choices, names) });
  }

  /** Shows an example in all figures. */
  chooseExample(prompt: PromptEntry['id']): void {
    this.#leaveText(prompt);
  }

  /** Undoes the reader's own text: each figure shows its example again. */
  backToExamples(): void {
    this.#leaveText(null);
  }

  /** The reader's own text. It runs where the model is loaded; of several, the newest wins and the others are dropped. */
  async write(text: string, model: string): Promise<void> {
    this.#run?.abort();
    this.#patch({ text, run: { name: 'idle' } });
    if (!this.live.runs(model)) return;
    const run = (this.#run = new AbortController());
    this.#patch({ run: { name: 'running' } });
    try {
      const trace = await this.live.trace(text, run.signal);
      if (run.signal.aborted) return;
      const sameText = trace.meta.text === this.state.trace?.meta.text;
      this.#patch({ trace, run: { name: 'idle' }, choices: sameText ? this.state.choices : this.#lasting() });
    } catch (error) {
      if (!run.signal.aborted)
        this.#patch({ run: isAbort(error) ? { name: 'idle' } : { name: 'failed', code: codeOf(error) } });
    }
  }

  /** Shows the text with what is written after it: the live model reads the newest token. */
  async readOn(): Promise<void> {
    const { ids } = this.writing;
    this.#run?.abort();
    const run = (this.#run = new AbortController());
    try {
      const trace = await this.live.trace(ids, run.signal);
      if (run.signal.aborted) return;
      this.writing.own(trace);
      this.#patch({ trace, choices: this.#lasting() });
    } catch (error) {
      if (!run.signal.aborted && !isAbort(error)) this.#patch({ run: { name: 'failed', code: codeOf(error) } });
    }
  }

  /** The model that is shown for one that a figure was written for: the reader may have chosen another. */
  modelFor(own: string): string {
    return this.live.settings.state.model ?? own;
  }

  /** The trace that a figure shows now, written for `own`. */
  async traceFor(own: { model: string; prompt: string }): Promise<Trace> {
    const { trace } = this.state;
    const model = this.modelFor(own.model);
    if (trace !== null && slugOf(trace.meta.model.id) === slugOf(model)) return trace;
    const prompt = this.state.prompt ?? own.prompt;
    const has = model === own.model || (await this.#hasPrompt(model, prompt));
    return this.library.open(has ? model : own.model, prompt);
  }

  /** A trace's core as a file: the stored one, or for a text of the reader's one that is written here. */
  fileOf(trace: Trace): Promise<Uint8Array> {
    const { source, model, prompt } = trace.meta;
    return source === 'precomputed' && prompt !== null ? this.library.file(model.id, prompt) : writeTrace(trace);
  }

  /** Some texts are traced for one model alone; and a model that was chosen on an earlier visit may have gone. */
  async #hasPrompt(model: string, prompt: string): Promise<boolean> {
    const index = await this.library.index(model).catch(() => null);
    return index?.prompts.some(({ id }) => id === prompt) ?? false;
  }

  #leaveText(prompt: string | null): void {
    this.#run?.abort();
    this.#patch({ prompt, text: null, trace: null, run: { name: 'idle' }, choices: this.#lasting() });
  }

  /** Choices that make sense for any text: a position in another text is another token. */
  #lasting(): Choices {
    return without(this.state.choices, ['position', 'key']);
  }

  #patch(patch: Partial<SessionState>): void {
    this.replace({ ...this.state, ...patch });
  }
}
