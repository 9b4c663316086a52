import type { Line, Session } from '../session';
import type { Trace } from '../trace/types';

/** A picture that shows the text together with what is written after it: the live model reads each new token. */
export class ReadingOn {
  #arrived: Trace | null = null;
  #session: Session | null = null;
  /** What was looked at last: other changes of the writing are none of the text. */
  #line: Line = [];

  /** Returns the function that stops. */
  listen(session: Session, model: () => string): () => void {
    const { writing } = session;
    this.#session = session;
    writing.takesOver = false;
    const stop = writing.subscribe(({ line, busy }) => {
      if (busy || line === this.#line || !session.live.runs(model())) return;
      this.#line = line;
      const written = line.at(-1);
      // What is stored after an example is not read on: that would be another text than the reader chose.
      const isNew = written?.cost !== undefined || written?.by === null;
      if ((isNew || this.#reads) && !this.#shows(writing.ids)) void session.readOn();
    });
    return () => {
      stop();
      writing.takesOver = true;
    };
  }

  /** Whether the picture shows more than the text. */
  get #reads(): boolean {
    const { trace } = this.#session!.state;
    const text = this.#session!.writing.base?.meta.tokens.length ?? Infinity;
    return trace !== null && trace.meta.tokens.length > text;
  }

  #shows(ids: readonly number[]): boolean {
    const shown = this.#session?.state.trace?.tensor('tokens').data;
    return shown?.length === ids.length && ids.every((id, place) => id === shown[place]);
  }

  /** How many of the tokens that are shown were read before the newest one: their keys and values were kept. */
  get kept(): number {
    return this.#session && this.#reads ? this.#session.state.trace!.meta.tokens.length - 1 : 0;
  }

  /** True once for each text with a token more: its path is drawn in. */
  arrives(): boolean {
    const trace = this.#session?.state.trace ?? null;
    const isNew = trace !== null && trace !== this.#arrived && this.kept > 0;
    this.#arrived = trace;
    return isNew;
  }
}
