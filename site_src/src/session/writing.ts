import { END, USUAL, type Candidate, type Drawing, type WrittenToken } from '../core/generation';
import type { ErrorCode, LoadedModel } from '../engine';
import type { Trace } from '../trace/types';
import type { Live } from './live';
import { codeOf, isAbort } from './problems';
import { Store } from './store';

export type Line = readonly WrittenToken[];

/** Why no further token can be written where the text stands now. */
export type Halt =
  | { readonly why: 'end' } // the model has ended the text
  | { readonly why: 'stop'; readonly text: string } // the text to stop at has just been written
  | { readonly why: 'context' } // the model reads no longer texts
  // What is stored is used up, or was drawn otherwise: the model has to run for the tokens that were asked for.
  | { readonly why: 'not-live'; readonly count: number }
  | { readonly why: 'failed'; readonly code: ErrorCode };

export interface WritingState {
  /** What is written after the page's text. */
  readonly line: Line;
  /** Ways that were left for another, the newest first. */
  readonly left: readonly Line[];
  /** While it writes by itself: how many tokens the line shall have. */
  readonly target: number | null;
  /** A token is being drawn. */
  readonly busy: boolean;
  readonly halt: Halt | null;
  /** The reader's; null: the usual one. */
  readonly seed: number | null;
  /** A text at which it stops writing by itself; empty: none. */
  readonly stop: string;
  /** How many tokens a link says are written, until they are. */
  readonly asked: number | null;
}

const EMPTY = { line: [], left: [], target: null, busy: false, halt: null } as const;
const USUALLY = { seed: null, stop: '', asked: null } as const;
const MOST_LEFT = 4;

/**
 * What the model writes after a page's text, one token at a time. Where the model runs live it draws each; until then
 * the tokens are those that were stored with an example.
 */
export class Writing extends Store<WritingState> {
  #base: Trace | null = null;
  #text: readonly number[] = [];
  #words = '';
  #stored: Line = [];
  #model = '';
  #run: AbortController | null = null;
  readonly #own = new WeakSet<Trace>();

  constructor(private readonly live: Live) {
    super({ ...EMPTY, ...USUALLY });
  }

  /** Whether a text that was read from the stored traces is written on from again as soon as the model runs. */
  takesOver = true;

  /** The text that is gone on from; null before a figure has shown one. */
  get base(): Trace | null {
    return this.#base;
  }

  /** How tokens are drawn where the reader has not chosen. */
  get usual(): Drawing {
    return this.#stored[0]?.by ?? USUAL;
  }

  /** Whether what is written is no longer what is stored, or the seed or the text to stop at is the reader's. */
  get changed(): boolean {
    if (this.state.seed !== null || this.state.stop !== '') return true;
    return this.state.line !== this.#stored && this.state.line.length + this.#stored.length > 0;
  }

  /** How many tokens are written, or wait to be; null where they are those that are stored. */
  get written(): number | null {
    const { asked, line, target, halt } = this.state;
    const awaited = asked ?? target;
    if (awaited !== null) return awaited;
    const waiting = halt?.why === 'not-live' ? halt.count : 0;
    const isStored = line === this.#stored || line.length + this.#stored.length === 0;
    return isStored && waiting === 0 ? null : line.length + waiting;
  }

  /** The variant that live tokens are drawn by; null while no model runs. */
  get loaded(): LoadedModel | null {
    return this.live.state.name === 'on' ? this.live.state.loaded : null;
  }

  /** Token ids of the text with everything that is written after it. */
  get ids(): readonly number[] {
    return [...this.#text, ...this.state.line.map(({ id }) => id)];
  }

  /**
   * Goes on from the text of a trace. Another text starts anew, with what is stored after it; one that is the old text
   * with what was written after it goes on.
   */
  async follow(trace: Trace, model: string): Promise<void> {
    const ids = [...trace.tensor('tokens').data];
    const words = `${trace.meta.model.sha256} ${trace.meta.source} ${ids.join(' ')}`;
    if (words === this.#words || this.#own.has(trace)) return;
    const takesOver = this.takesOver && same(ids, this.#text) && trace.meta.source === 'live';
    const { length } = this.state.line;
    const by = this.state.line[0]?.by;
    this.stop();
    this.#words = words;
    this.#base = trace;
    this.#text = ids;
    this.#model = model;
    this.#stored = [];
    this.#patch(EMPTY);
    const stored = trace.hasContinuation() ? await trace.continuation().catch(() => []) : [];
    if (words !== this.#words) return;
    this.#stored = stored;
    if (takesOver && by) void this.play(() => by, length);
    else this.#patch({ line: stored });
  }

  /** A trace of the text together with what is written after it: it is not another text. */
  own(trace: Trace): void {
    this.#own.add(trace);
  }

  /** A link says how many tokens are written. */
  ask(count: number): void {
    this.#patch({ asked: count });
  }

  /** Writes what was asked for, from the text on: from what is stored as far as that was drawn in this way. */
  async restore(by: Drawing): Promise<void> {
    const { asked } = this.state;
    if (asked === null) return;
    this.stop();
    this.#patch({ line: [], halt: null });
    const written = asked > 0 ? this.play(() => by, asked) : null;
    this.#patch({ asked: null });
    await written;
  }

  /** Writes one token. */
  async step(by: Drawing): Promise<void> {
    if (this.state.busy || this.state.target !== null) return;
    await this.#write(by, (this.#run = new AbortController()));
  }

  /** Writes until there are `count` tokens more; `by` is asked before each, `pace` in milliseconds after each. */
  async play(by: () => Drawing, count: number, pace: () => number = () => 0): Promise<void> {
    if (this.state.target !== null) return;
    const run = (this.#run = new AbortController());
    const target = this.state.line.length + count;
    this.#patch({ target, halt: null });
    while (!run.signal.aborted && this.state.halt === null && this.state.line.length < target) {
      await this.#write(by(), run);
      this.#stopAtText(run);
      if (this.state.line.length < target && this.state.halt === null) await pause(pace(), run.signal);
    }
    if (!run.signal.aborted) this.#patch({ target: null });
  }

  /** Ends what is under way; the tokens stay. */
  stop(): void {
    this.#run?.abort();
    this.#run = null;
    if (this.state.target !== null || this.state.busy) this.#patch({ target: null, busy: false });
  }

  /** Takes the last token back. */
  back(): void {
    this.#cut(this.state.line.length - 1);
  }

  /** Takes back everything. */
  restart(): void {
    this.#cut(0);
  }

  /** Draws again at a token's place, with another seed or other settings; the way that is left stays in sight. */
  async redraw(index: number, by: Drawing): Promise<void> {
    this.#leave(this.state.line.slice(0, index));
    await this.step(by);
  }

  /** Puts another token in a written one's place, by the reader's choice. */
  choose(index: number, candidate: Candidate): void {
    const old = this.state.line[index];
    if (!old || old.id === candidate.id) return;
    const rank = old.distribution.candidates.findIndex(({ id }) => id === candidate.id);
    this.#leave([...this.state.line.slice(0, index), { ...old, ...candidate, rank, by: null }]);
  }

  /** Goes back to a way that was left. */
  take(place: number): void {
    const line = this.state.left[place];
    if (line) this.#leave(line, place);
  }

  /** null gives the seed back to the usual one. */
  setSeed(seed: number | null): void {
    this.#patch({ seed });
  }

  setStop(stop: string): void {
    this.#patch({ stop });
  }

  /** What is stored after the text, as at the beginning. */
  reset(): void {
    this.stop();
    this.replace({ ...EMPTY, ...USUALLY, line: this.#stored });
  }

  #cut(length: number): void {
    if (length < 0) return;
    this.stop();
    this.#patch({ line: this.state.line.slice(0, length), halt: null });
  }

  /** Another line takes the place of the shown one, which is kept unless the new one begins with all of it. */
  #leave(line: Line, taken = -1): void {
    this.stop();
    const old = this.state.line;
    const rest = this.state.left.filter((_, place) => place !== taken);
    const kept = old.every(({ id }, place) => id === line[place]?.id) ? rest : [old, ...rest];
    this.#patch({ line, left: kept.slice(0, MOST_LEFT), halt: null });
  }

  async #write(by: Drawing, run: AbortController): Promise<void> {
    this.#patch({ busy: true, halt: null });
    try {
      const next = await this.#next(by, run.signal);
      if (run.signal.aborted) return;
      if ('why' in next) this.#patch({ busy: false, halt: next });
      else this.#patch({ busy: false, line: [...this.state.line, next] });
    } catch (error) {
      if (run.signal.aborted) return;
      this.#patch({ busy: false, halt: isAbort(error) ? null : { why: 'failed', code: codeOf(error) } });
    }
  }

  /** Halts where the token that was written last completes the text to stop at. */
  #stopAtText({ signal }: AbortController): void {
    const { line, stop } = this.state;
    if (!signal.aborted && completes(line, stop)) this.#patch({ halt: { why: 'stop', text: stop } });
  }

  async #next(by: Drawing, signal: AbortSignal): Promise<WrittenToken | Halt> {
    const { line } = this.state;
    if (line.at(-1)?.string === END) return { why: 'end' };
    if (!this.live.runs(this.#model))
      return this.#storedNext(by) ?? { why: 'not-live', count: Math.max(1, (this.state.target ?? 0) - line.length) };
    const tokens = this.live.generate({ ...by, text: this.ids, maxTokens: 1, signal });
    const { value, done } = await tokens.next();
    if (done) return { why: 'context' };
    const { id, string, logit, probability, filtered, rank, distribution, position, cost } = value;
    return { id, string, logit, probability, filtered, rank, distribution, position, by, cost };
  }

  /** The next of the stored tokens, where the line is theirs so far and they were drawn in this way. */
  #storedNext(by: Drawing): WrittenToken | null {
    const { line } = this.state;
    const next = this.#stored[line.length];
    const fits = next?.by && line.every(({ id }, place) => id === this.#stored[place]!.id) && isSame(next.by, by);
    return fits ? next : null;
  }

  #patch(patch: Partial<WritingState>): void {
    this.replace({ ...this.state, ...patch });
  }
}

/** Whether a text is in what is written, and ends in its last token. */
export function completes(line: Line, text: string): boolean {
  const written = line.map(({ string }) => string).join('');
  const last = line.at(-1)?.string.length ?? 0;
  return text !== '' && written.includes(text, Math.max(0, written.length - last - text.length + 1));
}

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((id, place) => id === b[place]);

const isSame = (a: Drawing, b: Drawing): boolean =>
  a.temperature === b.temperature && a.topK === b.topK && a.topP === b.topP && a.seed === b.seed;

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds === 0) return Promise.resolve();
  return new Promise((done) => {
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', () => (clearTimeout(timer), done()), { once: true });
  });
}
