import { gelu } from '../../core/gelu';
import type { View } from '../../core/types';
import type { LayerTensors, Trace } from '../../trace/types';
import { distributionAt, type Distribution } from '../distribution';
import { headOf, type Head } from '../head';

/** One vector a token. */
export type Vectors = readonly Float32Array[];

/** What a part adds to each token's stream: its length over the sum of its length and the stream's. */
export interface Shares {
  readonly attention: readonly number[];
  readonly mlp: readonly number[];
}

/** The vectors of the open block, in the order in which they are computed. */
export interface BlockVectors {
  readonly pre: Vectors;
  readonly q: Vectors;
  readonly k: Vectors;
  readonly v: Vectors;
  readonly z: Vectors;
  readonly attention: Vectors;
  readonly mid: Vectors;
  readonly hidden: Vectors;
  readonly mlp: Vectors;
  readonly post: Vectors;
}

/** Everything that the overview draws, read out of a trace. */
export interface Scene {
  readonly tokens: readonly string[];
  readonly head: Head;
  /** Null until the block's detail is there. */
  readonly block: BlockVectors | null;
  /** The sum of token and position embedding. */
  readonly embedded: Vectors | null;
  /** The stream after the last block. */
  readonly final: Vectors | null;
  /** Of every block. */
  readonly shares: readonly Shares[];
  /** weight × ‖v‖ of a query and a key in the open head; the weight alone until the values are there. */
  flow(query: number, key: number): number;
  readonly next: Distribution;
}

export function sceneOf(trace: Trace, view: View): Scene {
  const { n_layer } = trace.meta.model.config;
  const head = headOf(trace, view.block, view.head);
  const detail = trace.loadedLayer(view.block);
  const first = trace.loadedLayer(0);
  const last = trace.loadedLayer(n_layer - 1);
  const block = detail && { ...streamOf(trace, detail), ...headVectors(trace, detail)[view.head]! };
  const lengths = block?.v.map(length);
  return {
    tokens: trace.meta.tokens,
    head,
    block,
    embedded: first && streamOf(trace, first).pre,
    final: last && streamOf(trace, last).post,
    shares: sharesOf(trace, trace),
    flow: (query, key) => head.value('pattern', query, key) * (lengths?.[key] ?? 1),
    next: distributionAt(trace, view.position),
  };
}

/** Keeps what is computed of an object, for as long as the object is kept: a picture is drawn anew for every choice. */
function once<Of extends object, Result>(compute: (trace: Trace, of: Of) => Result): (trace: Trace, of: Of) => Result {
  const known = new WeakMap<Of, Result>();
  return (trace, of) => {
    const result = known.get(of) ?? compute(trace, of);
    known.set(of, result);
    return result;
  };
}

type StreamVectors = Omit<BlockVectors, 'q' | 'k' | 'v' | 'z'>;

/** What a block does with the stream, whichever of its heads is open. */
const streamOf = once((trace, detail: LayerTensors): StreamVectors => {
  const [pre, attention, mlp] = [detail.resid_pre, detail.attn_out, detail.mlp_out].map(({ data }) =>
    rows(data, trace),
  ) as [Vectors, Vectors, Vectors];
  const mid = sum(pre, attention);
  const hidden = rows(detail.mlp_pre.data, trace).map((row) => row.map(gelu));
  return { pre, attention, mid, hidden, mlp, post: sum(mid, mlp) };
});

type HeadVectors = Pick<BlockVectors, 'q' | 'k' | 'v' | 'z'>;

/** Of every head of a block. */
const headVectors = once((trace, detail: LayerTensors): readonly HeadVectors[] => {
  const { n_head } = trace.meta.model.config;
  return Array.from({ length: n_head }, (_, head) => {
    const ofHead = (name: keyof HeadVectors): Vectors => {
      const { data } = detail[name];
      const size = data.length / n_head;
      return rows(data.subarray(head * size, (head + 1) * size), trace);
    };
    return { q: ofHead('q'), k: ofHead('k'), v: ofHead('v'), z: ofHead('z') };
  });
});

/** A [token, n] tensor as a vector a token. */
function rows(data: Float32Array | Int32Array, trace: Trace): Vectors {
  const width = data.length / trace.meta.tokens.length;
  return trace.meta.tokens.map((_, token) => (data as Float32Array).subarray(token * width, (token + 1) * width));
}

const sum = (a: Vectors, b: Vectors): Vectors => a.map((row, token) => row.map((value, i) => value + b[token]![i]!));

export function length(vector: Float32Array | Float64Array): number {
  let squares = 0;
  for (const value of vector) squares += value * value;
  return Math.sqrt(squares);
}

const sharesOf = once((trace: Trace): Shares[] =>
  Array.from({ length: trace.meta.model.config.n_layer }, (_, layer) => sharesOfBlock(trace, layer)),
);

function sharesOfBlock(trace: Trace, layer: number): Shares {
  const size = trace.meta.tokens.length;
  const norms = (name: 'resid_pre_norm' | 'attn_out_norm' | 'resid_mid_norm' | 'mlp_out_norm'): number[] => [
    ...trace.tensor(name).data.subarray(layer * size, (layer + 1) * size),
  ];
  const [pre, attention, mid, mlp] = [
    norms('resid_pre_norm'),
    norms('attn_out_norm'),
    norms('resid_mid_norm'),
    norms('mlp_out_norm'),
  ];
  const share = (added: number, before: number): number => (added > 0 ? added / (added + before) : 0);
  return {
    attention: attention.map((added, token) => share(added, pre[token]!)),
    mlp: mlp.map((added, token) => share(added, mid[token]!)),
  };
}
