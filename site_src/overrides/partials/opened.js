/* global document, location */
// Runs before anything is drawn: a page opened from disk cannot load its modules, so it keeps no room for controls.
if (location.protocol === 'file:') document.documentElement.classList.add('gf-from-disk');
