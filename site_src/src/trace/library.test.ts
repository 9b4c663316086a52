import { expect, test, vi } from 'vitest';
import { LEVEL_HASHES, SCHEMA_HASH } from '../generated/schema';
import {
  encodeContinuationFile,
  encodePrecisionFile,
  encodeStageFile,
  encodeTraceFile,
  encodeWeightsFile,
  encodeAblationFile,
} from './encode.fixture';
import { coreTensors, layerTensors, layerWeightsTensors, traceMeta, weightsTensors, words } from './fixture';
import { continuation } from './fixture_continuation';
import { ablations, precisions, training } from './fixture_stages';
import { slugOf, TraceLibrary } from './library';

const index = {
  schema_hash: SCHEMA_HASH,
  model: traceMeta().model,
  variant: 'fp32',
  prompts: [
    {
      id: 'cat-sat',
      text: words.join(''),
      reason: { en: '' },
      tokens: words,
      core: 'cat-sat/core',
      layers: ['cat-sat/0', 'cat-sat/1'],
      weights: 'cat-sat/w',
      layer_weights: ['cat-sat/w0', 'cat-sat/w1'],
      continuation: 'cat-sat/c',
      ablation: 'cat-sat/a',
      precision: 'cat-sat/p',
      stages: ['cat-sat/s0', 'cat-sat/s1'],
    },
  ],
};
const trainingIndex = {
  schema_hash: LEVEL_HASHES.brief,
  tokens_per_step: 2048,
  checkpoints: training()
    .stages.slice(0, 2)
    .map(({ step, validationLoss }) => ({ step, validation_loss: validationLoss })),
  curve: { rows: training().curve },
};
const stored: Record<string, Uint8Array> = {
  'a--b/index.json': new TextEncoder().encode(JSON.stringify(index)),
  'a--b/cat-sat/core': encodeTraceFile(null),
  'a--b/cat-sat/0': encodeTraceFile(0),
  'a--b/cat-sat/1': encodeTraceFile(0),
  'a--b/cat-sat/w': encodeWeightsFile(null),
  'a--b/cat-sat/w0': encodeWeightsFile(0),
  'a--b/cat-sat/c': encodeContinuationFile(),
  'a--b/cat-sat/a': encodeAblationFile(),
  'a--b/cat-sat/p': encodePrecisionFile(),
  'a--b/cat-sat/s0': encodeStageFile(0),
  'a--b/cat-sat/s1': encodeStageFile(1),
  'a--b/training/index.json': new TextEncoder().encode(JSON.stringify(trainingIndex)),
};

function library(changes: Record<string, Uint8Array> = {}) {
  const files = { ...stored, ...changes };
  const fetchBytes = vi.fn((path: string) => {
    const bytes = files[path];
    return bytes ? Promise.resolve(bytes) : Promise.reject(new Error(`${path}: 404`));
  });
  return { fetchBytes, traces: new TraceLibrary(fetchBytes) };
}

test('opens a prompt and gives back the numbers that were written', async () => {
  const trace = await library().traces.open('a/b', 'cat-sat');
  expect(trace.meta).toEqual(traceMeta());
  expect(trace.tensor('top_log_probs')).toEqual(coreTensors().top_log_probs);
  const [read, written] = [trace.tensor('pattern').data, coreTensors().pattern.data];
  written.forEach((weight, i) => expect(Math.abs(read[i]! - weight)).toBeLessThan(0.0005));
  expect(trace.string(1)).toBe(' cat');
  expect(trace.string(9999)).toBe('#9999');
});

test('fetches a block once, when it is asked for', async () => {
  const { traces, fetchBytes } = library();
  const trace = await traces.open('a/b', 'cat-sat');
  expect([trace.hasLayer(0), trace.loadedLayer(0)]).toEqual([true, null]);
  const [first, second] = await Promise.all([trace.layer(0), trace.layer(0)]);
  expect(first).toEqual(layerTensors(0));
  expect(second).toBe(first);
  expect(trace.loadedLayer(0)).toBe(first);
  expect(fetchBytes.mock.calls.filter(([path]) => path === 'a--b/cat-sat/0')).toHaveLength(1);
});

test('fetches weights once, when they are asked for, and then knows the tokens in them', async () => {
  const trace = await library({
    'a--b/cat-sat/core': encodeTraceFile(null, { strings: {} }),
  }).traces.open('a/b', 'cat-sat');
  expect([trace.hasWeights(), trace.loadedWeights(), trace.loadedLayerWeights(0)]).toEqual([true, null, null]);
  expect(trace.string(1)).toBe('#1');
  const [first, second] = await Promise.all([trace.weights(), trace.weights()]);
  expect(first.embed).toEqual(weightsTensors().embed);
  expect(second).toBe(first);
  expect(trace.loadedWeights()).toBe(first);
  expect(trace.string(1)).toBe(' cat');
  const block = await trace.layerWeights(0);
  expect(block.W_Q).toEqual(layerWeightsTensors(0).W_Q);
  expect(block.W_Q.dims).toEqual(['head', 'd_model']);
  await expect(trace.layerWeights(2)).rejects.toThrow('block 2 is none of 0 to 1');
});

test('fetches the prediction at other precisions when it is asked for', async () => {
  const trace = await library().traces.open('a/b', 'cat-sat');
  expect([trace.hasPrecisions(), trace.loadedPrecisions()]).toEqual([true, null]);
  const read = await trace.precisions();
  expect(read).toEqual(precisions());
  expect(trace.loadedPrecisions()).toBe(read);
});

test('fetches the prediction without each part when it is asked for', async () => {
  const trace = await library().traces.open('a/b', 'cat-sat');
  expect([trace.hasAblations(), trace.loadedAblations()]).toEqual([true, null]);
  const read = await trace.ablations();
  expect(read).toEqual(ablations());
  expect(trace.loadedAblations()).toBe(read);
});

test('fetches the stages of training when they are asked for, in their order', async () => {
  const { traces, fetchBytes } = library();
  const trace = await traces.open('a/b', 'cat-sat');
  expect([trace.hasTraining(), trace.loadedTraining()]).toEqual([true, null]);
  expect(fetchBytes.mock.calls.map(([path]) => path)).not.toContain('a--b/training/index.json');
  const read = await trace.training();
  const written = training();
  expect([read.tokensPerStep, read.curve]).toEqual([written.tokensPerStep, written.curve]);
  expect(read.stages.map(({ step }) => step)).toEqual([0, 10]);
  read.stages.forEach(({ validationLoss, tensors }, i) => {
    expect(validationLoss).toBe(written.stages[i]!.validationLoss);
    expect(tensors.top_ids).toEqual(written.stages[i]!.tensors.top_ids);
  });
});

test('fetches what was written after the text when it is asked for', async () => {
  const trace = await library().traces.open('a/b', 'cat-sat');
  expect([trace.hasContinuation(), trace.loadedContinuation()]).toEqual([true, null]);
  const read = await trace.continuation();
  expect(read).toEqual(continuation());
  expect(trace.loadedContinuation()).toBe(read);
});

test('a prompt without other precisions, ablations and stages says so', async () => {
  const prompts = index.prompts.map((entry) => ({ ...entry, ablation: null, precision: null, stages: [] }));
  const bare = new TextEncoder().encode(JSON.stringify({ ...index, prompts }));
  const trace = await library({ 'a--b/index.json': bare }).traces.open('a/b', 'cat-sat');
  expect([trace.hasPrecisions(), trace.hasAblations(), trace.hasTraining()]).toEqual([false, false, false]);
  await expect(trace.ablations()).rejects.toThrow('ablations are not in this trace');
  await expect(trace.precisions()).rejects.toThrow('other precisions are not in this trace');
  await expect(trace.training()).rejects.toThrow('the training is not in this trace');
});

test('opens a prompt once, and tries again after a failure', async () => {
  const { traces, fetchBytes } = library();
  expect(await traces.open('a/b', 'cat-sat')).toBe(await traces.open('a/b', 'cat-sat'));
  fetchBytes.mockRejectedValueOnce(new Error('offline'));
  await expect(traces.index('other')).rejects.toThrow('offline');
  await expect(traces.index('other')).rejects.toThrow('404');
});

test('a block that is not there, or holds another block, is an error', async () => {
  const trace = await library().traces.open('a/b', 'cat-sat');
  await expect(trace.layer(2)).rejects.toThrow('block 2 is none of 0 to 1');
  await expect(trace.layer(1)).rejects.toThrow('a--b/cat-sat/1: holds block 0, expected 1');
  expect(trace.hasLayer(2)).toBe(false);
});

test('an unknown prompt is named with those that there are', async () => {
  await expect(library().traces.open('a/b', 'dog')).rejects.toThrow('no trace of prompt dog; a/b has cat-sat');
});

test.each([
  [encodeTraceFile(null, { schema_hash: 'abc' }), `trace schema abc, this page reads ${LEVEL_HASHES.core}`],
  [encodeTraceFile(0), 'a file of level detail, expected core'],
  [encodeTraceFile(null, { tokens: ['The'] }), 'tensor tokens has shape [6], expected [token=1]'],
  [encodeTraceFile(null).subarray(0, 5000), 'truncated'],
])('refuses a bad core file: case %#', async (bytes, message) => {
  await expect(library({ 'a--b/cat-sat/core': bytes }).traces.open('a/b', 'cat-sat')).rejects.toThrow(message);
});

test('refuses an index of another schema, naming both', async () => {
  const other = new TextEncoder().encode(JSON.stringify({ ...index, schema_hash: 'abc' }));
  const { traces } = library({ 'a--b/index.json': other });
  await expect(traces.index('a/b')).rejects.toThrow(
    `a--b/index.json: written with trace schema abc, this page reads ${SCHEMA_HASH}`,
  );
});

test('a model id is a folder name', () => {
  expect(slugOf('openai-community/gpt2')).toBe('openai-community--gpt2');
});
