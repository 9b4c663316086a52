import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import type { Word } from '../core/merges';
import type { Tensor } from '../core/types';
import type {
  AblationTensorName,
  ContinuationTensorName,
  CoreTensorName,
  DetailTensorName,
  LayerWeightsTensorName,
  PrecisionTensorName,
  WeightsTensorName,
} from '../generated/schema';
import { TraceLibrary } from './library';

/** What Python says it wrote, value by value (fp16 widened): tests/python/test_contract.py writes it and sets this. */
const folder = process.env.GLASSFORMER_CONTRACT;

interface Expected {
  readonly dims: readonly string[];
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

const plain = ({ dims, shape, data }: Tensor): Expected => ({ dims, shape, data: Array.from(data) });

describe.skipIf(!folder)('a trace written by Python', async () => {
  const read = (path: string) => readFile(join(folder ?? '', path));
  const expected = folder
    ? (JSON.parse((await read('expected.json')).toString()) as {
        core: Record<CoreTensorName, Expected>;
        layers: Record<DetailTensorName, Expected>[];
        weights: Record<WeightsTensorName, Expected>;
        layer_weights: Record<LayerWeightsTensorName, Expected>[];
        precision: Record<PrecisionTensorName, Expected>;
        precisions: string[];
        ablation: Record<AblationTensorName, Expected>;
        continuation: Record<ContinuationTensorName, Expected>;
        drawn: { temperature: number; top_k: number | null; top_p: number | null; seed: number };
        strings: Record<string, string>;
        weights_strings: Record<string, string>;
        tokens: string[];
        words: Word[];
        unseen: number[];
      })
    : undefined;
  const library = new TraceLibrary(async (path) => new Uint8Array(await read(path)));

  test('has the same core tensors here', async () => {
    const trace = await library.open('embedded', 'contract');
    for (const [name, tensor] of Object.entries(expected?.core ?? {}))
      expect(plain(trace.tensor(name as CoreTensorName)), name).toEqual(tensor);
    const { tokens, words, unseen } = trace.meta;
    expect([tokens, words, unseen]).toEqual([expected?.tokens, expected?.words, expected?.unseen]);
    for (const [id, text] of Object.entries(expected?.strings ?? {})) expect(trace.string(Number(id))).toBe(text);
  });

  test('has the same detail of every block here', async () => {
    const trace = await library.open('embedded', 'contract');
    for (const [layer, tensors] of (expected?.layers ?? []).entries()) {
      const detail = await trace.layer(layer);
      for (const [name, tensor] of Object.entries(tensors))
        expect(plain(detail[name as DetailTensorName]), `${name} of block ${layer}`).toEqual(tensor);
    }
  });

  test('has the same weights here', async () => {
    const trace = await library.open('embedded', 'contract');
    const weights = await trace.weights();
    for (const [name, tensor] of Object.entries(expected?.weights ?? {}))
      expect(plain(weights[name as WeightsTensorName]), name).toEqual(tensor);
    for (const [id, text] of Object.entries(expected?.weights_strings ?? {}))
      expect(trace.string(Number(id))).toBe(text);
    for (const [layer, tensors] of (expected?.layer_weights ?? []).entries()) {
      const block = await trace.layerWeights(layer);
      for (const [name, tensor] of Object.entries(tensors))
        expect(plain(block[name as LayerWeightsTensorName]), `${name} of block ${layer}`).toEqual(tensor);
    }
  });

  test('has the same predictions at other precisions here', async () => {
    const trace = await library.open('embedded', 'contract');
    const { names, tensors } = await trace.precisions();
    expect(names).toEqual(expected?.precisions);
    for (const [name, tensor] of Object.entries(expected?.precision ?? {}))
      expect(plain(tensors[name as PrecisionTensorName]), name).toEqual(tensor);
  });

  test('has the same predictions without each part here', async () => {
    const ablations = await (await library.open('embedded', 'contract')).ablations();
    for (const [name, tensor] of Object.entries(expected?.ablation ?? {}))
      expect(plain(ablations[name as AblationTensorName]), name).toEqual(tensor);
  });

  test('has the same continuation here', async () => {
    const tokens = await (await library.open('embedded', 'contract')).continuation();
    const data = (name: ContinuationTensorName): readonly number[] => expected!.continuation[name].data;
    const { top_k: topK, top_p: topP, ...drawn } = expected!.drawn;
    expect(tokens.map(({ id }) => id)).toEqual(data('drawn_id'));
    tokens.forEach((token, step) => {
      const { candidates, kept, entropy } = token.distribution;
      const width = candidates.length;
      const at = (name: ContinuationTensorName) => data(name).slice(step * width, (step + 1) * width);
      expect(candidates.map(({ id }) => id)).toEqual(at('candidate_ids'));
      expect(candidates.map(({ logit }) => logit)).toEqual(at('candidate_logits'));
      expect(candidates.map(({ filtered }) => filtered)).toEqual(at('candidate_drawn'));
      expect([token.logit, token.filtered, token.rank, kept, entropy]).toEqual(
        (['drawn_logit', 'drawn_probability', 'drawn_rank', 'kept', 'entropy'] as const).map(
          (name) => data(name)[step],
        ),
      );
      expect(token.probability).toBeCloseTo(Math.exp(token.logit - data('log_sum_exp')[step]!), 12);
      expect([token.position, token.by]).toEqual([expected!.tokens.length + step, { ...drawn, topK, topP }]);
    });
  });
});
