import './styles/site.css';
import { openSite, registry } from './session';
import { GfAblate } from './widgets/gf-ablate';
import { GfAttention } from './widgets/gf-attention';
import { GfLayernorm } from './widgets/gf-layernorm';
import { GfCode } from './widgets/gf-code';
import { GfLens } from './widgets/gf-lens';
import { GfExplorer } from './widgets/gf-explorer';
import { GfOffline } from './widgets/gf-offline';
import { GfPrecision } from './widgets/gf-precision';
import { GfProbabilities } from './widgets/gf-probabilities';
import { GfPrompt } from './widgets/gf-prompt';
import { GfQuiz } from './widgets/gf-quiz';
import { GfEmbedding } from './widgets/gf-embedding';
import { GfMlp } from './widgets/gf-mlp';
import { GfNeighbours } from './widgets/gf-neighbours';
import { GfQkv } from './widgets/gf-qkv';
import { GfResidual } from './widgets/gf-residual';
import { GfSettings } from './widgets/gf-settings';
import { GfTraining } from './widgets/gf-training';
import { GfTokens } from './widgets/gf-tokens';
import { GfUpdate } from './widgets/gf-update';
import { keepPages } from './widgets/keep_pages';
import { followPage } from './widgets/language';
import { reachTables } from './widgets/wide_tables';

// This file is published as assets/glassformer/main.js; models and traces lie beside assets/, for all languages.
// The address has a name because a bundler would take `new URL('../../', import.meta.url)` for a file to publish.
const here = import.meta.url;
const root = new URL('../../', here);
const site = openSite(root);
registry.start(site);
document.querySelectorAll<HTMLAnchorElement>('.gf-language').forEach((link) => followPage(link, root));
reachTables(document.body, document.documentElement.lang === 'zh' ? '表格' : 'Table');

customElements.define('gf-tokens', GfTokens);
customElements.define('gf-attention', GfAttention);
customElements.define('gf-probabilities', GfProbabilities);
customElements.define('gf-explorer', GfExplorer);
customElements.define('gf-prompt', GfPrompt);
customElements.define('gf-residual', GfResidual);
customElements.define('gf-lens', GfLens);
customElements.define('gf-quiz', GfQuiz);
customElements.define('gf-layernorm', GfLayernorm);
customElements.define('gf-qkv', GfQkv);
customElements.define('gf-neighbours', GfNeighbours);
customElements.define('gf-mlp', GfMlp);
customElements.define('gf-embedding', GfEmbedding);
customElements.define('gf-code', GfCode);
customElements.define('gf-offline', GfOffline);
customElements.define('gf-settings', GfSettings);
customElements.define('gf-update', GfUpdate);
customElements.define('gf-training', GfTraining);
customElements.define('gf-precision', GfPrecision);
customElements.define('gf-ablate', GfAblate);

void site.live.resume();
keepPages(site.offline);
