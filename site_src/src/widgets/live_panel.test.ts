// @vitest-environment happy-dom
import { render } from 'lit';
import { expect, it } from 'vitest';
import type { EngineState, Plan } from '../engine';
import type { LiveState } from '../session';
import { plan } from '../session/testing';
import { livePanel } from './live_panel';
import { messages } from './messages';

const nothing = () => undefined;
const actions = { ask: nothing, accept: nothing, tryAgain: nothing, decline: nothing, cancel: nothing };

function shown(state: LiveState): string {
  const panel = document.createElement('div');
  render(livePanel(state, 'Example', actions, messages.en), panel);
  return panel.textContent ?? '';
}

const offer = (offered: Plan): string => shown({ name: 'offered', model: 'example', plan: offered });

it('names another origin before anything is fetched from it', () => {
  expect(offer({ ...plan, weightsFrom: 'bucket.example' })).toContain(
    'come from bucket.example, which is not this site',
  );
  expect(offer(plan)).not.toContain('not this site');
});

it('counts towards the whole, and says when a file is fetched again', () => {
  const loading = (engine: EngineState): string => shown({ name: 'loading', model: 'example', plan, engine });
  expect(loading({ name: 'downloading', loaded: 0, total: plan.bytes })).toContain('0.0 of 13.9 MB');
  expect(loading({ name: 'downloading', loaded: 1e6, total: plan.bytes })).not.toContain('trying again');
  expect(loading({ name: 'downloading', loaded: 1e6, total: plan.bytes, retrying: true })).toContain('trying again');
});
