import katex from 'katex';

export interface FormulaRequest {
  readonly id: string;
  readonly tex: string;
  /** On a line of its own. */
  readonly display: boolean;
}

export type FormulaAnswer =
  { readonly id: string; readonly html: string } | { readonly id: string; readonly error: string };

/** What authors may write beside KaTeX's own commands. */
const MACROS = {
  '\\q': '\\htmlClass{gf-q}{#1}',
  '\\k': '\\htmlClass{gf-k}{#1}',
  '\\v': '\\htmlClass{gf-v}{#1}',
  '\\shape': '\\underbrace{#1}_{#2}',
  '\\softmax': '\\operatorname{softmax}',
  '\\LayerNorm': '\\operatorname{LayerNorm}',
  '\\GELU': '\\operatorname{GELU}',
  '\\MLP': '\\operatorname{MLP}',
};

/** A formula as HTML and, for screen readers, MathML. What KaTeX does not know is answered with one line that says so. */
export function typeset({ id, tex, display }: FormulaRequest): FormulaAnswer {
  try {
    const html = katex.renderToString(tex, {
      displayMode: display,
      output: 'htmlAndMathml',
      macros: { ...MACROS }, // KaTeX adds to them
      trust,
      strict: (code: string) => (code === 'htmlExtension' ? 'ignore' : 'error'),
    });
    return { id, html };
  } catch (error) {
    return { id, error: reason(error) };
  }
}

/** KaTeX writes the name of a command that it may not follow in red: here that is a mistake too. */
function trust({ command }: { readonly command: string }): boolean {
  if (command !== '\\htmlClass') throw new Error(`${command} is not allowed`);
  return true;
}

function reason(error: unknown): string {
  if (error instanceof katex.ParseError) return error.rawMessage;
  return error instanceof Error ? error.message : String(error);
}
