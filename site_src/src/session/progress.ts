const KEY = 'glassformer.answers';

type Answers = Readonly<Record<string, string>>;

/** The reader's answers to questions, kept in this browser alone. Where it keeps nothing, they last as long as the page. */
export class Progress {
  #answers: Answers | null = null;

  answerTo(question: string): string | null {
    return this.#all[question] ?? null;
  }

  keep(question: string, answer: string): void {
    this.#replace({ ...this.#all, [question]: answer });
  }

  forget(question: string): void {
    this.#replace(Object.fromEntries(Object.entries(this.#all).filter(([name]) => name !== question)));
  }

  get #all(): Answers {
    return (this.#answers ??= read());
  }

  #replace(answers: Answers): void {
    this.#answers = answers;
    try {
      localStorage.setItem(KEY, JSON.stringify(answers));
    } catch {
      return; // no storage, or no room in it
    }
  }
}

function read(): Answers {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof stored === 'object' && stored !== null ? (stored as Answers) : {};
  } catch {
    return {};
  }
}
