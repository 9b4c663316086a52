/** The parts that can be unfolded, in the order in which a token goes through them. */
export const PARTS = [
  'tokens',
  'embedding',
  'ln1',
  'qkv',
  'attention',
  'output',
  'ln2',
  'mlp',
  'final',
  'unembedding',
  'probabilities',
] as const;
export type Part = (typeof PARTS)[number];

export const isPart = (name: string | null | undefined): name is Part => PARTS.some((part) => part === name);
