// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { reachTables } from './wide_tables';

test('tables that are framed later can be reached by keyboard too', async () => {
  document.body.innerHTML = '<div class="md-typeset__scrollwrap"></div>';
  reachTables(document.body, 'Table');
  document.body.insertAdjacentHTML('beforeend', '<main><div class="md-typeset__scrollwrap"></div></main>');
  await new Promise((done) => setTimeout(done, 0));
  const frames = [...document.querySelectorAll('.md-typeset__scrollwrap')];
  expect(frames.map((frame) => frame.getAttribute('tabindex'))).toEqual(['0', '0']);
  expect(frames.map((frame) => frame.getAttribute('aria-label'))).toEqual(['Table', 'Table']);
});
