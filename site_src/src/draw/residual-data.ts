import type { CoreTensorName } from '../generated/schema';
import type { Trace } from '../trace/types';

export const PARTS = ['attn', 'mlp'] as const;
export type Part = (typeof PARTS)[number];

/** What one part of a block adds to the residual stream at one position; all lengths are L2 norms. */
export interface Addition {
  readonly block: number;
  readonly part: Part;
  readonly length: number;
  /** Length of the stream that it is added to, and of the sum. */
  readonly before: number;
  readonly after: number;
  /** Between what is added and the stream, in degrees: below 90 it lengthens the stream. */
  readonly angle: number;
}

/** Of the stream's length: more than 1 where a part adds more than there was. */
export const ratioOf = ({ length, before }: Addition): number => length / before;

/** Every addition at a position, in order. */
export function additionsAt(trace: Trace, position: number): Addition[] {
  const { n_layer } = trace.meta.model.config;
  const norm = (name: CoreTensorName, block: number): number => normAt(trace, name, block, position);
  return Array.from({ length: n_layer }, (_, block) => {
    const [pre, mid] = [norm('resid_pre_norm', block), norm('resid_mid_norm', block)];
    const end = block + 1 < n_layer ? norm('resid_pre_norm', block + 1) : norm('resid_final_norm', 0);
    return [
      addition(block, 'attn', norm('attn_out_norm', block), pre, mid),
      addition(block, 'mlp', norm('mlp_out_norm', block), mid, end),
    ];
  }).flat();
}

/** The stream's length before the first block and after each addition: 2 · n_layer + 1 numbers. */
export function lengthsAt(trace: Trace, position: number): number[] {
  return [normAt(trace, 'resid_pre_norm', 0, position), ...additionsAt(trace, position).map(({ after }) => after)];
}

/** The law of cosines gives the angle: ‖a + b‖² = ‖a‖² + ‖b‖² + 2‖a‖‖b‖ cos. */
function addition(block: number, part: Part, length: number, before: number, after: number): Addition {
  const cosine = (after ** 2 - before ** 2 - length ** 2) / (2 * before * length);
  const angle = (Math.acos(Math.max(-1, Math.min(1, cosine))) * 180) / Math.PI;
  return { block, part, length, before, after, angle };
}

function normAt(trace: Trace, name: CoreTensorName, block: number, position: number): number {
  return trace.tensor(name).data[block * trace.meta.tokens.length + position] ?? NaN;
}
