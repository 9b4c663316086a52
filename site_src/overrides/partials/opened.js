/* global document, location */
// Runs before anything is drawn. The theme shows its search box and its menu where there is a script: from the first frame.
document.documentElement.classList.replace('no-js', 'js');
// A page opened from disk cannot load its modules, so it keeps no room for controls.
if (location.protocol === 'file:') document.documentElement.classList.add('gf-from-disk');
