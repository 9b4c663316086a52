import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const KATEX = 'node_modules/katex/dist';

/** These make up lines of text, where a font that comes late would move what is being read: the page preloads them. */
const IN_TEXT = /KaTeX_(Main-Regular|Math-Italic)/;

/** Publishes KaTeX's style sheet and fonts as katex/, apart from the site's own: pages with formulas alone load them. */
export function katexStyles(): Plugin {
  return {
    name: 'katex-styles',
    generateBundle() {
      const css = readFileSync(join(KATEX, 'katex.min.css'), 'utf8');
      this.emitFile({ type: 'asset', fileName: 'katex/katex.css', source: smaller(css) });
      for (const name of readdirSync(join(KATEX, 'fonts')).filter((font) => font.endsWith('.woff2'))) {
        this.emitFile({
          type: 'asset',
          fileName: `katex/fonts/${name}`,
          source: readFileSync(join(KATEX, 'fonts', name)),
        });
      }
    },
  };
}

/** Every browser that can run the site reads woff2. */
function smaller(css: string): string {
  return css
    .replace(/,url\([^)]*\.(?:woff|ttf)\) format\("\w+"\)/g, '')
    .replace(/font-display:block;(?=[^}]*?url\(([^)]*))/g, (_, font: string) =>
      IN_TEXT.test(font) ? 'font-display:optional;' : 'font-display:swap;',
    );
}
