// @vitest-environment happy-dom
import { render } from 'lit';
import { expect, it } from 'vitest';
import type { EngineState, Plan } from '../engine';
import type { LiveState } from '../session';
import { plan } from '../session/testing';
import { livePanel, statusName } from './live_panel';
import { messages } from './messages';
import { settingsWords } from './settings_words';

const nothing = () => undefined;
const actions = { ask: nothing, accept: nothing, tryAgain: nothing, decline: nothing, cancel: nothing };

function shown(state: LiveState): string {
  const panel = document.createElement('div');
  render(livePanel(state, 'Example', false, actions, { words: messages.en, more: settingsWords.en }), panel);
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
  const loading = (engine: EngineState, secondsLeft: number | null = null): string =>
    shown({ name: 'loading', model: 'example', plan, engine, secondsLeft });
  expect(loading({ name: 'downloading', loaded: 0, total: plan.bytes })).toContain('0.0 of 13.9 MB');
  expect(loading({ name: 'downloading', loaded: 1e6, total: plan.bytes })).not.toContain('trying again');
  expect(loading({ name: 'downloading', loaded: 1e6, total: plan.bytes, retrying: true })).toContain('trying again');
  expect(loading({ name: 'downloading', loaded: 1e6, total: plan.bytes }, 42.3)).toContain('about 42 s left');
  expect(loading({ name: 'downloading', loaded: 1e6, total: plan.bytes }, 190)).toContain('about 3 min left');
});

it('says why this variant, what little memory costs, and when the browser has no room to keep it', () => {
  expect(offer({ ...plan, variant: 'q4', variantReason: 'little-memory' })).toContain(
    'as this device has little memory',
  );
  expect(offer({ ...plan, lowMemory: true })).toContain('several times as long');
  expect(offer({ ...plan, lowMemory: true, provider: 'webgpu' })).not.toContain('several times as long');
  expect(offer({ ...plan, free: 2e6 })).toContain('room for only 2.0 MB more');
  expect(offer({ ...plan, keeps: false })).toContain('cannot be kept for the next visit');
  expect(offer({ ...plan, free: 2e9 })).not.toContain('room for only');
});

it('names every state that the engine can be in', () => {
  const loaded = {
    manifest: plan.manifest,
    variant: 'q8',
    provider: 'wasm',
    lowMemory: false,
    reason: 'asked',
  } as const;
  const loading = (name: EngineState['name']): LiveState => {
    return { name: 'loading', model: 'example', plan, engine: { name }, secondsLeft: null };
  };
  const states: [LiveState, boolean][] = [
    [{ name: 'off' }, false],
    [{ name: 'offered', model: 'example', plan }, false],
    [loading('downloading'), false],
    [loading('verifying'), false],
    [loading('starting'), false],
    [{ name: 'on', model: 'example', loaded }, false],
    [{ name: 'on', model: 'example', loaded }, true],
    [{ name: 'failed', model: 'example', plan, code: 'network', message: '' }, false],
  ];
  const names = states.map(([state, running]) => statusName(state, running));
  expect(names).toEqual(['idle', 'choosing', 'downloading', 'verifying', 'starting', 'ready', 'running', 'failed']);
});
