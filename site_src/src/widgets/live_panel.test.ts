// @vitest-environment happy-dom
import { render } from 'lit';
import { expect, it } from 'vitest';
import type { Plan } from '../engine';
import { plan } from '../session/testing';
import { livePanel } from './live_panel';
import { messages } from './messages';

const nothing = () => undefined;
const actions = { ask: nothing, accept: nothing, decline: nothing, cancel: nothing };

function offer(offered: Plan): string {
  const panel = document.createElement('div');
  render(livePanel({ name: 'offered', model: 'example', plan: offered }, 'Example', actions, messages.en), panel);
  return panel.textContent ?? '';
}

it('names another origin before anything is fetched from it', () => {
  expect(offer({ ...plan, weightsFrom: 'bucket.example' })).toContain(
    'come from bucket.example, which is not this site',
  );
  expect(offer(plan)).not.toContain('not this site');
});
