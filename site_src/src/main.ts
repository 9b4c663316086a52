import './styles/site.css';

// This file is published as assets/glassformer/main.js; models and traces lie beside assets/, for all languages.
// The address has a name because a bundler would take `new URL('../../', import.meta.url)` for a file to publish.
const here = import.meta.url;
const root = new URL('../../', here);

// The page is drawn before anything is fetched that brings it to life.
requestAnimationFrame(() => setTimeout(() => void import('./start').then(({ start }) => start(root))));
