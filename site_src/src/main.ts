import './styles/site.css';
import { openSite, registry } from './session';
import { GfAttention } from './widgets/gf-attention';
import { GfLayernorm } from './widgets/gf-layernorm';
import { GfCode } from './widgets/gf-code';
import { GfLens } from './widgets/gf-lens';
import { GfExplorer } from './widgets/gf-explorer';
import { GfProbabilities } from './widgets/gf-probabilities';
import { GfPrompt } from './widgets/gf-prompt';
import { GfQuiz } from './widgets/gf-quiz';
import { GfResidual } from './widgets/gf-residual';
import { GfSpeed } from './widgets/gf-speed';
import { GfTokens } from './widgets/gf-tokens';
import { followPage } from './widgets/language';

// This file is published as assets/glassformer/main.js; models and traces lie beside assets/, for all languages.
// The address has a name because a bundler would take `new URL('../../', import.meta.url)` for a file to publish.
const here = import.meta.url;
const root = new URL('../../', here);
registry.start(openSite(root));
document.querySelectorAll<HTMLAnchorElement>('.gf-language').forEach((link) => followPage(link, root));

customElements.define('gf-tokens', GfTokens);
customElements.define('gf-attention', GfAttention);
customElements.define('gf-probabilities', GfProbabilities);
customElements.define('gf-explorer', GfExplorer);
customElements.define('gf-prompt', GfPrompt);
customElements.define('gf-residual', GfResidual);
customElements.define('gf-lens', GfLens);
customElements.define('gf-quiz', GfQuiz);
customElements.define('gf-layernorm', GfLayernorm);
customElements.define('gf-code', GfCode);
customElements.define('gf-speed', GfSpeed);
