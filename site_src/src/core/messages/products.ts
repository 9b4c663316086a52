/** Sums of products, taken apart: in the figures `qkv` and `mlp`. */
export const en = {
  'products.caption': 'The {count} largest of its products; bars of one scale, −{range} to {range}.',
  'products.others': 'all other {count} products',
  'products.bias': 'bias b',
} as const;

export const zh: Readonly<Record<keyof typeof en, string>> = {
  'products.caption': '其中最大的 {count} 个乘积；所有条形用同一刻度，从 −{range} 到 {range}。',
  'products.others': '其余 {count} 个乘积',
  'products.bias': '偏置 b',
};
