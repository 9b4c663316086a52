/** The parts that can be unfolded, in the order in which a token goes through them. */
export const PARTS = [
  'tokens',
  'embedding',
  'ln1',
  'qkv',
  'attention',
  'heads',
  'output',
  'ln2',
  'mlp',
  'final',
  'unembedding',
  'probabilities',
] as const;
export type Part = (typeof PARTS)[number];

export const isPart = (name: string | null | undefined): name is Part => PARTS.some((part) => part === name);

/** Parts whose arithmetic needs weights of the model beside the trace. */
export const NEED_WEIGHTS: readonly Part[] = [
  'embedding',
  'ln1',
  'qkv',
  'output',
  'ln2',
  'mlp',
  'final',
  'unembedding',
];
