import { openSite, registry } from './session';
import { GfOffline } from './widgets/gf-offline';
import { GfPrompt } from './widgets/gf-prompt';
import { GfSettings } from './widgets/gf-settings';
import { GfUpdate } from './widgets/gf-update';
import { defineWhenUsed } from './widgets/define_when_used';
import { keepPages } from './widgets/keep_pages';
import { followPage } from './widgets/language';
import { reachTables } from './widgets/wide_tables';

/** Brings the page that is shown, and those that follow it, to life. `root` is the site's address, above all languages. */
export function start(root: URL): void {
  const site = openSite(root);
  registry.start(site);
  document.querySelectorAll<HTMLAnchorElement>('.gf-language').forEach((link) => followPage(link, root));
  reachTables(document.body, document.documentElement.lang === 'zh' ? '表格' : 'Table');

  customElements.define('gf-prompt', GfPrompt);
  customElements.define('gf-offline', GfOffline);
  customElements.define('gf-settings', GfSettings);
  customElements.define('gf-update', GfUpdate);

  // A page fetches the figures that it has.
  defineWhenUsed({
    'gf-tokens': async () => (await import('./widgets/gf-tokens')).GfTokens,
    'gf-bpe': async () => (await import('./widgets/gf-bpe')).GfBpe,
    'gf-attention': async () => (await import('./widgets/gf-attention')).GfAttention,
    'gf-probabilities': async () => (await import('./widgets/gf-probabilities')).GfProbabilities,
    'gf-residual': async () => (await import('./widgets/gf-residual')).GfResidual,
    'gf-lens': async () => (await import('./widgets/gf-lens')).GfLens,
    'gf-quiz': async () => (await import('./widgets/gf-quiz')).GfQuiz,
    'gf-layernorm': async () => (await import('./widgets/gf-layernorm')).GfLayernorm,
    'gf-qkv': async () => (await import('./widgets/gf-qkv')).GfQkv,
    'gf-neighbours': async () => (await import('./widgets/gf-neighbours')).GfNeighbours,
    'gf-mlp': async () => (await import('./widgets/gf-mlp')).GfMlp,
    'gf-embedding': async () => (await import('./widgets/gf-embedding')).GfEmbedding,
    'gf-code': async () => (await import('./widgets/gf-code')).GfCode,
    'gf-training': async () => (await import('./widgets/gf-training')).GfTraining,
    'gf-surprise': async () => (await import('./widgets/gf-surprise')).GfSurprise,
    'gf-rounding': async () => (await import('./widgets/gf-rounding')).GfRounding,
    'gf-precision': async () => (await import('./widgets/gf-precision')).GfPrecision,
    'gf-removals': async () => (await import('./widgets/gf-removals')).GfRemovals,
    'gf-ablate': async () => (await import('./widgets/gf-ablate')).GfAblate,
    'gf-explorer': async () => (await import('./widgets/gf-explorer')).GfExplorer,
    'gf-tour': async () => (await import('./widgets/gf-tour')).GfTour,
    'gf-generate': async () => (await import('./widgets/gf-generate')).GfGenerate,
    'gf-kv-cache': async () => (await import('./widgets/gf-kv-cache')).GfKvCache,
    'gf-speed': async () => (await import('./widgets/gf-speed')).GfSpeed,
  });

  void site.live.resume();
  keepPages(site.offline);
}
