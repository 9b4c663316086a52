import { gelu } from '../core/gelu';
import type { Moved } from './mlp-data';
import { exact, factor, type Formula } from './number';
import type { Sum } from './products';

/** GELU of one neuron's input, in the tanh form that GPT-2 has. */
export function geluFormula(x: number): Formula {
  const value = factor(x);
  const inner = `0.79788 × (${exact(x)} + 0.044715 × ${value}³)`; // √(2/π)
  return { text: `0.5 × ${value} × (1 + tanh(${inner})) = ${exact(gelu(x))}`, from: ['mlp_pre'] };
}

/** A neuron's input: one number of ln_2(x) · W_in + b_in. */
export function inputFormula(index: number, before: number, sum: Sum | null): Formula {
  if (!sum) return { text: `mlp_pre[${index}] = ${exact(before)}`, from: ['mlp_pre'] };
  const products = `ln_2(x) · W_in[·, ${index}] + b_in[${index}]`;
  return {
    text: `${products} = ${exact(sum.total - sum.bias)} + ${factor(sum.bias)} = ${exact(sum.total)}`,
    from: ['resid_pre', 'attn_out', 'ln2_scale', 'ln_2_weight', 'ln_2_bias', 'W_in', 'b_in'],
  };
}

/** What a neuron, `after` GELU, adds to a token's logit: through its weights to the end of the stream, which ln_f scales. */
export function movedFormula(after: number, scale: number, { logit, each, mean }: Moved): Formula {
  return {
    text: `${exact(after)} ÷ ${exact(scale)} × (${exact(each)} − ${factor(mean)}) = ${exact(logit)}`,
    from: ['mlp_pre', 'ln_final_scale', 'towards_logits', 'mean_logit'],
  };
}
